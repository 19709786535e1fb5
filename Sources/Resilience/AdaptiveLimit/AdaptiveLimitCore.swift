import Synchronization

/// The lock around an ``AdaptiveLimitState``, and the bulkhead that follows it; what ``AdaptiveLimit`` is but for its
/// clock. Thread-safe.
@usableFromInline
final class AdaptiveLimitCore: Sendable {
    private struct Guarded {
        var state: AdaptiveLimitState<Elapsed>
        /// What the bulkhead was last told.
        var applied: Int
        var isApplying = false

        /// The limit to apply, if there is a new one and nobody else is at it.
        mutating func begin() -> Int? {
            guard !isApplying else { return nil }
            isApplying = true
            return next()
        }

        mutating func next() -> Int? {
            guard state.limit != applied else {
                isApplying = false
                return nil
            }
            applied = state.limit
            return applied
        }
    }

    private let guarded: Mutex<Guarded>
    private let bulkhead: BulkheadCore

    init(_ configuration: AdaptiveLimitConfiguration, bulkhead: BulkheadCore) {
        self.bulkhead = bulkhead
        let state = AdaptiveLimitState<Elapsed>(configuration, at: .start)
        guarded = Mutex(Guarded(state: state, applied: state.limit))
        bulkhead.resize(to: state.limit)
    }

    @usableFromInline
    func ended(after latency: Duration, isOverload: Bool, at now: Elapsed) {
        let inFlight = bulkhead.inFlight
        var resized = guarded.withLock { guarded in
            if isOverload {
                guarded.state.recordOverload(inFlight: inFlight, at: now)
            } else {
                guarded.state.record(latency: latency, inFlight: inFlight, at: now)
            }
            return guarded.begin()
        }
        // One thread at a time tells the bulkhead, outside the lock, so that it is told last what came last.
        while let limit = resized {
            bulkhead.resize(to: limit)
            resized = guarded.withLock { $0.next() }
        }
    }

    var limit: Int { guarded.withLock { $0.state.limit } }
}
