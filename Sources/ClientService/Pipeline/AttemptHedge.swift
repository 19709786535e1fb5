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
            isGood: { sending in
                if case .done(.success(let response), _) = sending {
                    !AttemptClassifier.isFailure(response)
                } else {
                    false
                }
            },
            canHedge: {
                // Of no use at the same endpoint.
                pipeline.backend.endpoints.endpoints.contains { !tried.ids.contains($0.id) && $0.breaker.wouldAdmit }
                    && budget?.withdraw(.overload) ?? true
            },
            onResult: { metrics.ended($0) }
        ) { number in
            await pipeline.send(
                attempt,
                kind: number > 1 ? .hedge : attempt.number == 1 ? .initial : .retry,
                tried: tried
            )
        }
        var progress = progress
        progress.sent += tried.ids.count
        return (sending, progress)
    }
}
