extension Benchmark {
    /// Every benchmark there is, in the order in which they run.
    static var all: [Benchmark] {
        let patterns = [
            baseline, circuitBreaker, retry, retryBudget, bulkhead, adaptiveLimit, rateLimiter, throttle,
            timeout, hedge, quantiles, endpoints, fallback, composition, pipeline,
            metrics, logs,
        ]
        return patterns.flatMap { $0 }
    }
}
