public import Resilience

/// One layer of a ``PipelineDescription``. Its values are valid.
public enum PipelineLayer: Sendable, Hashable {
    /// A call that takes longer is cancelled.
    case timeout(Duration)
    /// The call's deadline is at most this far away.
    case deadline(Duration)
    /// Failed attempts are repeated; the budget is nil for none.
    case retry(RetryPolicy, RetryBudgetConfiguration?)
    /// A breaker.
    case breaker(CircuitBreakerConfiguration)
    /// A limit on calls in flight.
    case bulkhead(BulkheadConfiguration)
    /// A limit on calls per time.
    case rate(RateLimiterConfiguration)
}
