import EventLoop
import HTTPCore
import HTTPServer
import Resilience
import ServiceKit
import StructuredLogging

/// The routes of the application port.
struct ClientRoutes: Sendable {
    let mode: ResilienceMode
    let pipeline: CallPipeline
    let fallback: StaleFallback?
    let metrics: ResponseMetrics

    var routes: [Route] {
        [
            Route(.get, "/") { _ in about() },
            Route(.get, "/api/data") { await data($0) },
        ]
    }

    private func about() -> HTTPResponse {
        var object = JSONObject()
        object.set("service", "client-service")
        object.set("mode", mode.rawValue)
        object.set("version", BuildInformation.version)
        object.set("summary", "calls the backend through resilience patterns: try /api/data")
        return object.response(.ok)
    }

    private func data(_ context: ServiceContext) async -> HTTPResponse {
        let target = context.http.request.head.query.map { "/api/data?\($0)" } ?? "/api/data"
        let result = await pipeline.run(CallPipeline.Call(target: target, context: context))
        if case .failed(let failure, _) = result, failure.isCancellation || Task.isCancelled {
            // Nobody is left to answer: this is no failure of the backend's, and no use of the fallback.
            context.annotations.errorType = "cancelled"
            context.http.delivery = .reset
            return Answers.failed(failure)
        }
        let (response, source) = answer(result, target, context)
        metrics.answered(source, seconds: context.http.receivedAt.seconds(to: .now))
        context.annotations.source = source.rawValue
        context.annotations.upstream = Backend.name
        return response
    }

    private func answer(
        _ result: CallResult,
        _ target: String,
        _ context: ServiceContext
    ) -> (HTTPResponse, AnswerSource) {
        switch result {
        case .answered(let response, let attempts):
            context.annotations.attempts = attempts
            guard response.status.code < 400 else {
                return (Answers.clientError(response.status), .backend)
            }
            let content = Content(of: response)
            fallback?.remember(content, response.status, for: target)
            return (Answers.fresh(content, attempts: attempts), .backend)
        case .refused(let rejection):
            context.annotations.errorType = "breaker_open"
            if let stale = stale(target, attempts: 0, context) { return (stale, .stale) }
            return (
                Answers.refused("the circuit breaker is \(rejection.reason.rawValue)", rejection.retryAfter), .rejected
            )
        case .failed(let failure, let attempts):
            context.annotations.attempts = attempts
            context.annotations.errorType = failure.type
            context.annotations.error = failure.text
            if let stale = stale(target, attempts: attempts, context) { return (stale, .stale) }
            if case .noEndpoint = failure, attempts == 0 { return (Answers.refused(failure.text, .zero), .rejected) }
            return (Answers.failed(failure), .error)
        }
    }

    private func stale(_ target: String, attempts: Int, _ context: ServiceContext) -> HTTPResponse? {
        guard let found = fallback?.lastGood(for: target) else { return nil }
        context.logger.info(event: "fallback.served", "the last good answer was served") { fields in
            fields.set("source", AnswerSource.stale.rawValue)
            fields.set("upstream", Backend.name)
            fields.set("age_ms", found.age.roundedMilliseconds)
            if let type = context.annotations.errorType { fields.set("error_type", type) }
        }
        return Answers.stale(found.content, age: found.age, attempts: attempts)
    }
}
