import EventLoop
import HTTPClient
import HTTPCore
import Resilience
import ServiceKit
import Synchronization

/// Sends an attempt a second time, to another endpoint, where the first answer is slow to come.
///
/// A hedge costs the retry budget what a retry costs: both are load that no user asked for. Thread-safe.
struct AttemptHedge: Sendable {
    let hedge: Hedge<EventLoopClock>
    let budget: RetryBudget<EventLoopClock>?
    let metrics: HedgeMetrics

    func send(
        _ attempt: EndpointAttempt,
        after delay: Duration,
        through pipeline: AttemptPipeline,
        _ progress: AttemptProgress
    ) async -> (AttemptPipeline.Sending, AttemptProgress) {
        let tried = TriedEndpoint()
        let sending = await hedge.run(
            after: delay,
            isGood: { (sending: AttemptPipeline.Sending) in
                if case .done(.success(let response), _) = sending {
                    !AttemptClassifier.isFailure(response)
                } else {
                    false
                }
            },
            canHedge: {
                // Of no use at the same endpoint.
                pipeline.backend.endpoints.endpoints.contains { !tried.ids.contains($0.id) && $0.breaker.wouldAdmit }
                    && pipeline.hasPlace && budget?.withdraw(.overload) ?? true
            },
            onResult: { metrics.ended($0) }
        ) { number in
            guard number > 1 else {
                return await pipeline.send(attempt, kind: attempt.number == 1 ? .initial : .retry, tried: tried)
            }
            return await pipeline.sendHedge(attempt, tried)
        }
        var progress = progress
        progress.sent += tried.ids.count
        return (sending, progress)
    }
}
