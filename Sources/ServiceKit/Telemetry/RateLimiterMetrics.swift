public import PrometheusMetrics
public import Resilience
import Synchronization

/// Turns rate limiters into `resilience_rate_limited_total`, read at scrape time. Thread-safe.
public final class RateLimiterMetrics: Sendable {
    private struct Watched: Sendable {
        let name: String
        let limited: @Sendable () -> Int
    }

    private let watched = Mutex<[Watched]>([])

    /// Registers the family.
    ///
    /// - Throws: `MetricError` where the registry has this name already.
    public init(registry: MetricRegistry) throws(MetricError) {
        try registry.collect(
            "resilience_rate_limited_total",
            help: "Calls that a rate limiter turned away.",
            type: .counter,
            labels: ["limiter"]
        ) { writer in
            for entry in self.watched.withLock({ $0 }) { writer.sample([entry.name], Double(entry.limited())) }
        }
    }

    /// Shows a limiter from now on.
    public func add<C>(_ limiter: RateLimiter<C>) {
        watched.withLock { $0.append(Watched(name: limiter.name) { limiter.limitedCount }) }
    }
}
