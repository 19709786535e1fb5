public import Resilience

/// A pipeline that was built from its description, and what it was built of, so that its state can be shown.
///
/// The first breaker, bulkhead and limiter bear the pipeline's name; a second of its kind bears it with `-2` behind it,
/// and so on. Thread-safe.
public struct NamedPipeline<C: Clock>: Sendable where C.Duration == Duration {
    /// The pipeline itself.
    public let pipeline: Pipeline<C>
    /// Its breakers, outermost first.
    public let breakers: [CircuitBreaker<C>]
    /// Its bulkheads, outermost first.
    public let bulkheads: [Bulkhead<C>]
    /// Its rate limiters, outermost first.
    public let limiters: [RateLimiter<C>]
    /// The budgets of its retries, outermost first.
    public let budgets: [RetryBudget<C>]

    /// Shows breakers, bulkheads and limiters in the metrics from now on.
    public func show(in breakers: BreakerMetrics, _ bulkheads: BulkheadMetrics, _ limiters: RateLimiterMetrics) {
        for breaker in self.breakers { breakers.add(breaker, .call) }
        for bulkhead in self.bulkheads { bulkheads.add(bulkhead) }
        for limiter in self.limiters { limiters.add(limiter) }
    }

    /// Makes open → half-open happen when it is due, in every breaker. Returns when its task is cancelled.
    public func runTimers() async {
        await withTaskGroup { group in
            for breaker in breakers { group.addTask { await breaker.runTimer() } }
        }
    }
}
