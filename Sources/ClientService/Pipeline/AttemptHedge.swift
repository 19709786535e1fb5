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
        let place = HedgePlace()
        let sending = await hedge.run(
            after: delay,
            isGood: { (sending: AttemptPipeline.Sending) in
                if case .done(let sent) = sending { !sent.ending.isFailure } else { false }
            },
            canHedge: { place.take(pipeline.backend.endpoints, pipeline.bulkhead, budget) },
            onResult: { metrics.ended($0) }
        ) { number in
            guard number > 1 else {
                return await pipeline.send(attempt, kind: attempt.number == 1 ? .initial : .retry, beside: place)
            }
            let sending = await pipeline.send(attempt, kind: .hedge, beside: place)
            place.leave()
            return sending
        }
        var progress = progress
        progress.sent += place.tried.count
        return (sending, progress)
    }
}
