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
/// deadline → breaker counting calls → retry with budget → per attempt ``AttemptPipeline``.
///
/// The order matters. A breaker that counted attempts would open on transient errors, so the retry is inside it; a call
/// breaker alone would learn of an outage only after every attempt, so each endpoint has a breaker of its own.
///
/// Thread-safe; what a mode leaves out is nil.
struct CallPipeline: Sendable {
    let mode: ResilienceMode
    let attempts: AttemptPipeline
    let callBreaker: CircuitBreaker<EventLoopClock>?
    let budget: RetryBudget<EventLoopClock>?
    let rules: LiveRules
    let clock: EventLoopClock
    let metrics: PipelineMetrics

    /// One request on its way through the pipeline.
    struct Call: Sendable {
        /// What to ask the backend for.
        let target: String
        /// The request that wants it.
        let context: ServiceContext
        /// When it is of no use any more, where that is before the request's own deadline.
        var deadline: EventLoopClock.Instant?
        /// Whether nobody waits for it: then it has all the time that a call may take, from now on.
        var isRefresh = false

        /// The backend is asked as we are.
        var repeatability: Repeatability { context.request.head.repeatability }
    }

    /// From which duration on an attempt is slow now; nil where none is, or not enough were observed.
    var slowCallDuration: Duration? { rules.current.slowCall?.duration(from: attempts.latencies) }

    func run(_ call: Call) async -> CallResult {
        let rules = rules.current
        let deadline = deadline(of: call, rules)
        var progress = AttemptProgress()
        guard let callBreaker else { return await retried(call, deadline, rules, &progress) }
        switch callBreaker.admit() {
        case .rejected(let rejection):
            return .refused(rejection)
        case .admitted(let permit):
            // A half-open call is a test: one attempt says what there is to know.
            var rules = rules
            if permit.isTrial { rules.retry.maxAttempts = 1 }
            // As for endpoints: a caller that gave the backend less than half an attempt's time learned nothing about it, and
            // must not open the breaker for all others.
            let hadTime = deadline.remaining(at: clock.now) >= rules.attemptTimeout / 2
            let result = await retried(call, deadline, rules, &progress)
            // A call's own duration has its waits in it, so its slowest attempt says whether the backend is slow.
            callBreaker.settle(permit, callOutcome(result, hadTime: hadTime), isSlow: progress.wasSlow)
            return result
        }
    }

    private func deadline(of call: Call, _ rules: PipelineRules) -> Deadline<EventLoopClock> {
        if call.isRefresh { return .after(rules.requestTimeout, on: clock) }
        let ours = Deadline<EventLoopClock>(call.context.http.receivedAt.advanced(by: rules.requestTimeout))
        // A caller may wait for less time than we would give it.
        let theirs = call.context.deadline.map { ours.earlier(of: Deadline($0)) } ?? ours
        return call.deadline.map { theirs.earlier(of: Deadline($0)) } ?? theirs
    }

    // MARK: Breaker

    /// What the call breaker makes of a call.
    private func callOutcome(_ result: CallResult, hadTime: Bool) -> CallOutcome {
        switch result {
        case .answered: return .success
        case .refused: return .ignored
        case .failed(let failure, _):
            if failure.isCancellation { return .cancelled }
            let outcome: CallOutcome =
                switch failure {
                case .response(let response): outcome(.success(response), hadTime)
                case .transport(let error): outcome(.failure(error), hadTime)
                // Our own limits say nothing about the backend.
                case .bulkhead, .throttled: .ignored
                case .deadline: hadTime ? .failure : .ignored
                case .noEndpoint: .failure
                }
            return outcome == .failure && Task.isCancelled ? .cancelled : outcome
        }
    }

    /// A backend that says when to come back lives: it sheds load.
    private func outcome(_ result: Result<HTTPResponse, HTTPClientError>, _ hadTime: Bool) -> CallOutcome {
        let ending = AttemptClassifier.ending(result)
        // Whatever ended a call as a failure is one: a 408 that was not repeated, for example.
        guard ending.isFailure else { return .failure }
        return ending.callOutcome(hadTime: hadTime, sparesShedding: mode == .full)
    }

    // MARK: Retry

    private func retried(
        _ call: Call,
        _ deadline: Deadline<EventLoopClock>,
        _ rules: PipelineRules,
        _ progress: inout AttemptProgress
    ) async -> CallResult {
        var generator = SplitMix64.stream()
        var lastFailure: CallFailure?
        var lastSent: SentAttempt?
        let retry = Retry(rules.retry, budget: budget, clock: clock)
        let result: RetryResult<HTTPResponse, CallFailure> = await retry.run(
            deadline: deadline,
            using: &generator,
            canContinue: { attempts.canContinue },
            onEvent: { event in
                if case .waiting(let delay, let next) = event { noteWait(call, lastFailure, lastSent, delay, next) }
            }
        ) { number in
            let verdict = await attempts.run(call, number, deadline, rules, &progress)
            if case .failure(let failure, _) = verdict { (lastFailure, lastSent) = (failure, progress.last) }
            return verdict
        }
        metrics.retry.callEnded(result.outcome)
        if result.outcome == .deadline, deadline.hasPassed(at: clock.now) { metrics.requestTimeouts.increment() }
        switch result.value {
        case .success(let response): return .answered(response, attempts: progress.sent)
        case .failure(let failure):
            // What the backend said last tells more than that a further attempt could not be made.
            return .failed(failure.isRefusal ? lastFailure ?? failure : failure, attempts: progress.sent)
        }
    }

    /// One line per wait, as `resilience_retry_delay_seconds` counts them: what failed where, and what follows when.
    private func noteWait(
        _ call: Call,
        _ failure: CallFailure?,
        _ sent: SentAttempt?,
        _ delay: Duration,
        _ next: Int
    ) {
        metrics.retry.waited(delay)
        call.context.logger.info(event: "retry.attempt", "an attempt failed; this one follows it") { fields in
            fields.set("upstream", Backend.name)
            fields.set("attempt", next)
            fields.set("delay_ms", delay.roundedMilliseconds)
            if let sent {
                fields.set("address", sent.address.description)
                sent.trace.setSpan("failed_span_id", &fields)
            }
            if let failure {
                fields.set("error_type", failure.type)
                fields.set("error", failure.text)
            }
        }
    }
}
