import Synchronization

/// The lock around ``LatencyQuantiles``; what ``LatencyTracker`` is but for its clock. Thread-safe.
///
/// The seven kilobytes lie in this object and are changed in place.
@usableFromInline
final class LatencyCore: Sendable {
    private struct Guarded {
        var quantiles: LatencyQuantiles<Elapsed>
        var cache = QuantileCache<Elapsed>()
    }

    private let guarded: Mutex<Guarded>

    init(_ configuration: LatencyQuantilesConfiguration) {
        guarded = Mutex(Guarded(quantiles: LatencyQuantiles(configuration, at: .start)))
    }

    @usableFromInline
    func record(_ latency: Duration, at now: Elapsed) { guarded.withLock { $0.quantiles.record(latency, at: now) } }

    func count(at now: Elapsed) -> Int { guarded.withLock { $0.quantiles.count(at: now) } }

    func quantile(_ q: Double, at now: Elapsed) -> Duration? { guarded.withLock { $0.quantiles.quantile(q, at: now) } }

    @usableFromInline
    func recentQuantile(_ q: Double, at now: Elapsed) -> Duration? {
        guarded.withLock { guarded in
            if let held = guarded.cache.value(q, at: now) { return held }
            guard let value = guarded.quantiles.quantile(q, at: now) else { return nil }
            guarded.cache.store(value, for: q, at: now)
            return value
        }
    }
}
