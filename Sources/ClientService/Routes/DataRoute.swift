import EventLoop
import HTTPCore
import HTTPServer
import Resilience
import ServiceKit
import StructuredLogging

/// `GET /api/data`: the backend's data, or what stands in for it.
struct DataRoute: Sendable {
    let source: DataSource
    let metrics: ResponseMetrics

    static let path = "/api/data"

    /// What a request for data came to.
    enum Outcome: Sendable {
        /// Data, of now or of before.
        case envelope(Envelope)
        /// Anything else that the user gets instead.
        case other(HTTPResponse, ResponseSource)
        /// Nobody is left to answer: this is no failure of the backend's, and no use of the fallback.
        case abandoned(HTTPResponse)
    }

    func handle(_ context: ServiceContext) async -> HTTPResponse {
        switch await fetch(context) {
        case .envelope(let envelope): return answered(envelope.response, envelope.source, context)
        case .other(let response, let source): return answered(response, source, context)
        case .abandoned(let response): return Self.abandon(response, context)
        }
    }

    /// Counts an answer, and notes where it came from.
    func answered(_ response: HTTPResponse, _ source: ResponseSource, _ context: ServiceContext) -> HTTPResponse {
        metrics.answered(
            source,
            seconds: context.http.receivedAt.seconds(to: .now),
            trace: context.trace.reference
        )
        context.annotations.source = source.rawValue
        context.annotations.upstream = Backend.name
        return response
    }

    static func abandon(_ response: HTTPResponse, _ context: ServiceContext) -> HTTPResponse {
        context.annotations.errorType = "cancelled"
        context.http.delivery = .reset
        return response
    }

    func fetch(_ context: ServiceContext) async -> Outcome {
        let target = context.http.request.head.query.map { "\(Self.path)?\($0)" } ?? Self.path
        switch await source.answer(target, context) {
        case .called(let result):
            if case .failed(let failure, _) = result, failure.isCancellation || Task.isCancelled {
                return .abandoned(Answers.failed(failure))
            }
            return outcome(result, context)
        case .stale(let content, let age, let reason):
            return .envelope(stale(content, age, reason, context))
        }
    }

    private func outcome(_ result: CallResult, _ context: ServiceContext) -> Outcome {
        note(result, context)
        switch result {
        case .answered(let response, let attempts):
            guard response.status.code < 400 else { return .other(Answers.clientError(response.status), .backend) }
            return .envelope(Envelope(source: .backend, attempts: attempts, content: Content(of: response)))
        case .refused(let rejection):
            let reason = "the circuit breaker is \(rejection.reason.rawValue)"
            return .other(Answers.refused(reason, rejection.retryAfter), .rejected)
        case .failed(let failure, let attempts):
            if failure.isRefusal, attempts == 0 { return .other(Answers.refused(failure.text, .zero), .rejected) }
            return .other(Answers.failed(failure), .error)
        }
    }

    private func stale(
        _ content: Content,
        _ age: Duration,
        _ reason: StaleReason<CallResult>,
        _ context: ServiceContext
    ) -> Envelope {
        var attempts = 0
        switch reason {
        case .failed(let result):
            note(result, context)
            attempts = context.annotations.attempts ?? 0
        case .softTimeout:
            context.annotations.errorType = "soft_timeout"
        case .unasked:
            break
        }
        metrics.servedStale(age: age)
        log(age, reason, context)
        return Envelope(source: .stale, attempts: attempts, age: age, content: content)
    }

    /// One line per stale answer, as they are counted. One that is fresh enough not to ask the backend is nothing to
    /// know about in normal operation.
    private func log(_ age: Duration, _ reason: StaleReason<CallResult>, _ context: ServiceContext) {
        let level: LogLevel = if case .unasked = reason { .debug } else { .info }
        guard context.isLogged(level) else { return }
        context.logger.log(level, event: "fallback.served", "the last good answer was served") { fields in
            fields.set("source", ResponseSource.stale.rawValue)
            fields.set("upstream", Backend.name)
            fields.set("age_ms", age.roundedMilliseconds)
            if let type = context.annotations.errorType { fields.set("error_type", type) }
        }
    }

    /// What the request's log line says of the call.
    private func note(_ result: CallResult, _ context: ServiceContext) {
        switch result {
        case .answered(_, let attempts):
            context.annotations.attempts = attempts
        case .refused:
            context.annotations.errorType = "breaker_open"
        case .failed(let failure, let attempts):
            context.annotations.attempts = attempts
            context.annotations.errorType = failure.type
            context.annotations.error = failure.text
        }
    }
}
