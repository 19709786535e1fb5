public import PrometheusMetrics
public import Resilience

/// Turns a throttle into `resilience_throttled_total`, read at scrape time. Thread-safe.
public struct ThrottleMetrics: Sendable {
    /// Registers the metric.
    ///
    /// - Throws: `MetricError` where the registry has this name already.
    public init<C>(registry: MetricRegistry, throttle: Throttle<C>) throws(MetricError) {
        let name = throttle.name
        try registry.collect(
            "resilience_throttled_total",
            help: "Attempts not made because the dependency turns so many away.",
            type: .counter,
            labels: ["limiter"]
        ) { $0.sample([name], Double(throttle.throttledCount)) }
    }
}
