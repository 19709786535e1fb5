import EventLoop
import HTTPClient
import HTTPCore
import Posix
import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging

/// What stands between one attempt and the backend, outermost first:
/// throttle → bulkhead (its size adaptive or not) → hedge → endpoint choice → endpoint breaker → timeout.
///
/// The bulkhead comes before the choice, so that an attempt that waits for its place holds no endpoint's half-open
/// permit meanwhile and chooses by what is known when it leaves. Thread-safe; what a mode leaves out is nil.
struct AttemptPipeline: Sendable {
    let mode: ResilienceMode
    let backend: Backend
    let throttle: Throttle<EventLoopClock>?
    let bulkhead: Bulkhead<EventLoopClock>?
    let adaptiveLimit: AdaptiveLimit<EventLoopClock>?
    let hedge: AttemptHedge?
    /// What attempts take, for thresholds that follow it.
    let latencies: LatencyTracker<EventLoopClock>
    let clock: EventLoopClock
    let metrics: PipelineMetrics
    let logger: Logger

    /// Whether anything would admit an attempt.
    var canContinue: Bool { mode != .full || backend.endpoints.admits }

    func run(
        _ call: CallPipeline.Call,
        _ number: Int,
        _ deadline: Deadline<EventLoopClock>,
        _ rules: PipelineRules,
        _ progress: inout AttemptProgress
    ) async -> AttemptVerdict<HTTPResponse, CallFailure> {
        guard !deadline.hasPassed(at: clock.now) else { return .stop(.deadline, .deadline) }
        if let throttle {
            var generator = SplitMix64.stream()
            guard throttle.admit(using: &generator) else { return .stop(.throttled, .notRetryable) }
        }
        guard let bulkhead else { return await send(call, number, deadline, rules, &progress) }
        do throws(BulkheadRejection) {
            let permit = try await bulkhead.acquire(until: deadline.instant)
            let verdict = await send(call, number, deadline, rules, &progress)
            permit.release()
            return verdict
        } catch {
            switch error {
            case .cancelled: return .stop(.bulkhead(error), .cancelled)
            case .deadline: return .stop(.bulkhead(error), .deadline)
            // A retry would add to what there is too much of already.
            case .full, .queueFull: return .stop(.bulkhead(error), .notRetryable)
            }
        }
    }

    private func send(
        _ call: CallPipeline.Call,
        _ number: Int,
        _ deadline: Deadline<EventLoopClock>,
        _ rules: PipelineRules,
        _ progress: inout AttemptProgress
    ) async -> AttemptVerdict<HTTPResponse, CallFailure> {
        let start = clock.now
        let limit = deadline.bounding(rules.attemptTimeout, at: start)
        guard limit > .zero else { return .stop(.deadline, .deadline) }
        let attempt = EndpointAttempt(
            call: call,
            number: number,
            limit: limit,
            end: start.advanced(by: limit),
            timeout: rules.attemptTimeout
        )
        let sending: Sending
        if let hedge, let delay = rules.hedgeAfter?.duration(from: latencies), delay < limit,
            call.repeatability.isRepeatable
        {
            (sending, progress) = await hedge.send(attempt, after: delay, through: self, progress)
        } else {
            sending = await send(attempt, kind: number == 1 ? .initial : .retry)
            if case .done = sending { progress.sent += 1 }
        }
        guard case .done(let sent) = sending else { return .stop(.noEndpoint, .noEndpoint) }
        progress.last = sent
        // From the first on, even if a hedge has won: thresholds that learned from what hedges take would sink.
        note(start.duration(to: clock.now), sent.result, rules, &progress)
        return verdict(sent, attempt)
    }

    /// What one attempt at one endpoint came to.
    enum Sending: Sendable {
        case noEndpoint
        case done(SentAttempt)
    }

    /// Sends one attempt to an endpoint of its own.
    func send(_ attempt: EndpointAttempt, kind: AttemptKind, beside place: HedgePlace? = nil) async -> Sending {
        var generator = SplitMix64.stream()
        let start = clock.now
        let endpoints = backend.endpoints
        let choice =
            mode == .full
            ? endpoints.choose(excluding: place?.tried ?? [], using: &generator)
            : endpoints.chooseAny(using: &generator)
        guard let choice else { return .noEndpoint }
        let address = choice.endpoint.id
        place?.note(address)
        metrics.retry.attempt(kind)
        let trace = attempt.call.context.trace.child(using: &generator)
        let result = await backend.send(
            Backend.Attempt(
                target: attempt.call.target,
                number: attempt.number,
                trace: trace,
                traceState: attempt.call.context.traceState,
                start: start,
                deadline: attempt.end
            ),
            to: address
        )
        let duration = start.duration(to: clock.now)
        let ending = AttemptClassifier.ending(result)
        choice.settle(ending.endpointOutcome(hadTime: attempt.hadTime), isError: ending.isFailure)
        settleLimits(ending, duration)
        let sent = SentAttempt(
            number: attempt.number,
            kind: kind,
            address: address,
            trace: trace,
            result: result,
            ending: ending,
            duration: duration
        )
        sent.log(for: attempt.call.context, to: logger)
        return .done(sent)
    }

    // MARK: What an attempt teaches

    /// What the limits learn: an attempt that its caller ended, or that this machine could not make, teaches nothing.
    private func settleLimits(_ ending: AttemptEnding, _ duration: Duration) {
        guard ending != .cancelled, ending != .local else { return }
        throttle?.settle(isOverload: ending.isOverload)
        adaptiveLimit?.ended(after: duration, isOverload: ending.isOverload)
    }

    /// Slow attempts are left out of what their own threshold follows, or a backend that slows down would drag it along
    /// and nothing would ever be slow. If it stays slow for as long as latencies are remembered the threshold is
    /// forgotten, and learned anew from what is then normal.
    private func note(
        _ duration: Duration,
        _ result: Result<HTTPResponse, HTTPClientError>,
        _ rules: PipelineRules,
        _ progress: inout AttemptProgress
    ) {
        guard rules.slowCall != nil || rules.hedgeAfter != nil else { return }
        if case .failure(let error) = result, error.kind == .cancelled { return }
        let threshold = rules.slowCall?.duration(from: latencies)
        if let threshold, duration >= threshold {
            progress.wasSlow = true
        } else if case .success = result {
            latencies.record(duration)
        }
    }

    private func verdict(_ sent: SentAttempt, _ attempt: EndpointAttempt) -> AttemptVerdict<HTTPResponse, CallFailure> {
        let failure: CallFailure
        switch sent.result {
        case .success(let response):
            guard sent.ending.isFailure || response.status == .requestTimeout else {
                return .success(response)
            }
            failure = .response(response)
        case .failure(let error):
            failure = .transport(error)
            if sent.ending == .timedOut {
                if attempt.isCutShort { return .stop(failure, .deadline) }
                metrics.attemptTimeouts.increment()
            }
            if sent.ending == .cancelled { return .stop(failure, .cancelled) }
        }
        let now = WallClock.nanoseconds / 1_000_000_000
        let isQuick = sent.duration < attempt.timeout / 2
        return .failure(
            failure,
            AttemptClassifier.retryable(sent.result, isQuick: isQuick, now: now, attempt.call.repeatability)
        )
    }
}
