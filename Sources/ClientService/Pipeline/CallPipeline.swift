import EventLoop
import HTTPClient
import HTTPCore
import HTTPServer
import Posix
import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging

/// The patterns between a request and the backend, outermost first:
/// deadline → breaker counting calls → retry with budget → per attempt: endpoint choice → endpoint breaker → timeout.
///
/// The order matters. A breaker that counted attempts would open on transient errors, so the retry is inside it; a call
/// breaker alone would learn of an outage only after every attempt, so each endpoint has a breaker of its own.
///
/// Thread-safe; what a mode leaves out is nil.
struct CallPipeline: Sendable {
    let mode: ResilienceMode
    let backend: Backend
    let callBreaker: CircuitBreaker<EventLoopClock>?
    let retry: Retry<EventLoopClock>
    let attemptTimeout: Duration
    let requestTimeout: Duration
    let clock: EventLoopClock
    let metrics: PipelineMetrics

    /// One request on its way through the pipeline.
    struct Call: Sendable {
        /// What to ask the backend for.
        let target: String
        /// The request that wants it.
        let context: ServiceContext
    }

    func run(_ call: Call) async -> CallResult {
        let ours = Deadline<EventLoopClock>(call.context.http.receivedAt.advanced(by: requestTimeout))
        // A caller may wait for less time than we would give it.
        let deadline = call.context.deadline.map { ours.earlier(of: Deadline($0)) } ?? ours
        guard let callBreaker else { return await attempts(call, deadline, retry) }
        switch callBreaker.admit() {
        case .rejected(let rejection):
            return .refused(rejection)
        case .admitted(let permit):
            // A half-open call is a test: one attempt says what there is to know.
            var retry = retry
            if permit.isTrial { retry.policy.maxAttempts = 1 }
            let result = await attempts(call, deadline, retry)
            callBreaker.settle(permit, callOutcome(result))
            return result
        }
    }

    // MARK: Breaker

    /// What the call breaker makes of a call.
    private func callOutcome(_ result: CallResult) -> CallOutcome {
        switch result {
        case .answered: return .success
        case .refused: return .ignored
        case .failed(let failure, _):
            switch failure {
            case .transport(let error) where error.kind == .cancelled: return .cancelled
            case .transport(let error) where AttemptClassifier.isLocal(error): return .ignored
            case .response(let response) where mode == .full && Self.isShedding(response): return .ignored
            default: return Task.isCancelled ? .cancelled : .failure
            }
        }
    }

    /// A backend that says when to come back lives: it sheds load.
    private static func isShedding(_ response: HTTPResponse) -> Bool {
        response.status == .serviceUnavailable && response.fields.contains(.retryAfter)
    }

    // MARK: Retry

    private func attempts(
        _ call: Call,
        _ deadline: Deadline<EventLoopClock>,
        _ retry: Retry<EventLoopClock>
    ) async -> CallResult {
        var generator = SplitMix64.stream()
        var sent = 0
        var lastFailure: CallFailure?
        let result: RetryResult<HTTPResponse, CallFailure> = await retry.run(
            deadline: deadline,
            using: &generator,
            canContinue: { mode != .full || backend.endpoints.admits },
            onEvent: { event in
                if case .waiting(let delay, let next) = event { noteWait(call, lastFailure, delay, next) }
            }
        ) { number in
            let verdict = await attempt(call, number, deadline, &sent)
            if case .failure(let failure, _) = verdict { lastFailure = failure }
            return verdict
        }
        metrics.retry.callEnded(result.outcome)
        if result.outcome == .deadline, deadline.hasPassed(at: clock.now) { metrics.requestTimeouts.increment() }
        switch result.value {
        case .success(let response): return .answered(response, attempts: sent)
        case .failure(let failure): return .failed(failure, attempts: sent)
        }
    }

    private func noteWait(_ call: Call, _ failure: CallFailure?, _ delay: Duration, _ next: Int) {
        metrics.retry.waited(delay)
        call.context.logger.info(event: "retry.attempt", "an attempt failed; this one follows it") { fields in
            fields.set("upstream", Backend.name)
            fields.set("attempt", next)
            fields.set("delay_ms", delay.roundedMilliseconds)
            if let failure {
                fields.set("error_type", failure.type)
                fields.set("error", failure.text)
            }
        }
    }

    // MARK: Attempt

    private func attempt(
        _ call: Call,
        _ number: Int,
        _ deadline: Deadline<EventLoopClock>,
        _ sent: inout Int
    ) async -> AttemptVerdict<HTTPResponse, CallFailure> {
        var generator = SplitMix64.stream()
        let start = clock.now
        let limit = deadline.bounding(attemptTimeout, at: start)
        guard limit > .zero else { return .stop(.deadline, .deadline) }
        let endpoints = backend.endpoints
        let choice =
            mode == .full ? endpoints.choose(using: &generator) : endpoints.chooseAny(using: &generator)
        guard let choice else { return .stop(.noEndpoint, .noEndpoint) }
        metrics.retry.attempt(number)
        sent += 1
        let result = await backend.send(
            Backend.Attempt(
                target: call.target,
                number: number,
                trace: call.context.trace.child(using: &generator),
                start: start,
                deadline: start.advanced(by: limit)
            ),
            to: choice.endpoint.id
        )
        choice.settle(endpointOutcome(result, limit))
        return verdict(result, since: start, isCutShort: limit < attemptTimeout)
    }

    /// An attempt that the call's deadline cut to less than half says nothing about the endpoint.
    private func endpointOutcome(_ result: Result<HTTPResponse, HTTPClientError>, _ limit: Duration) -> CallOutcome {
        if case .failure(let error) = result, error.kind == .timedOut, limit < attemptTimeout / 2 { return .ignored }
        return AttemptClassifier.endpointOutcome(result)
    }

    private func verdict(
        _ result: Result<HTTPResponse, HTTPClientError>,
        since start: EventLoopClock.Instant,
        isCutShort: Bool
    ) -> AttemptVerdict<HTTPResponse, CallFailure> {
        let failure: CallFailure
        switch result {
        case .success(let response):
            guard AttemptClassifier.isFailure(response) || response.status == .requestTimeout else {
                return .success(response)
            }
            failure = .response(response)
        case .failure(let error):
            failure = .transport(error)
            if error.kind == .timedOut {
                if isCutShort { return .stop(failure, .deadline) }
                metrics.attemptTimeouts.increment()
            }
            if error.kind == .cancelled { return .stop(failure, .cancelled) }
        }
        let isQuick = start.duration(to: clock.now) < attemptTimeout / 2
        let now = WallClock.nanoseconds / 1_000_000_000
        return .failure(failure, AttemptClassifier.retryable(result, isQuick: isQuick, now: now))
    }
}
