public import PrometheusMetrics
public import Resilience

/// Those who watch a pipeline's layers. All may be called by many threads at once, and should be quick.
public struct PipelineObserver: Sendable {
    /// Told of every transition of a breaker.
    public var onBreakerEvent: @Sendable (BreakerEvent) -> Void = { _ in }
    /// Makes what the bulkhead of a name tells its waits, as ``BulkheadMetrics/waitObserver(_:)`` does.
    public var bulkheadWaitObserver: @Sendable (String) throws(MetricError) -> @Sendable (Duration) -> Void = { _ in
        { _ in }
    }
    /// Told of every attempt and wait of a retry.
    public var onRetryEvent: @Sendable (RetryEvent) -> Void = { _ in }
    /// Told how the attempts of a call ended.
    public var onRetryEnd: @Sendable (RetryCallOutcome) -> Void = { _ in }

    /// Watches nothing.
    public init() {}
}

extension PipelineDescription {
    /// Builds the pipeline. Each call builds one with a state of its own.
    ///
    /// - Parameters:
    ///   - name: a fixed, configured name; it becomes a label value.
    ///   - clock: a monotonic clock.
    ///   - observer: who watches the layers.
    /// - Throws: what ``PipelineObserver/bulkheadWaitObserver`` throws.
    public func build<C: Clock>(
        name: String,
        clock: C,
        observer: PipelineObserver = PipelineObserver()
    ) throws(MetricError) -> NamedPipeline<C> where C.Duration == Duration {
        var parts: [any Policy<C>] = []
        var breakers: [CircuitBreaker<C>] = []
        var bulkheads: [Bulkhead<C>] = []
        var limiters: [RateLimiter<C>] = []
        var budgets: [RetryBudget<C>] = []
        func numbered(_ count: Int) -> String { count == 0 ? name : "\(name)-\(count + 1)" }
        for layer in layers {
            switch layer {
            case .timeout(let limit):
                parts.append(Timeout(limit, clock: clock))
            case .deadline(let limit):
                parts.append(DeadlinePolicy(limit, clock: clock))
            case .retry(let policy, let configuration):
                let budget = configuration.map { RetryBudget($0, clock: clock) }
                if let budget { budgets.append(budget) }
                parts.append(
                    RetryLayer(
                        Retry(policy, budget: budget, clock: clock),
                        generator: { SplitMix64.stream() },
                        onEvent: observer.onRetryEvent,
                        onEnd: observer.onRetryEnd
                    )
                )
            case .breaker(let configuration):
                let breaker = CircuitBreaker(
                    name: numbered(breakers.count),
                    configuration: configuration,
                    clock: clock,
                    onEvent: observer.onBreakerEvent
                )
                breakers.append(breaker)
                parts.append(breaker)
            case .bulkhead(let configuration):
                let label = numbered(bulkheads.count)
                let bulkhead = Bulkhead(
                    name: label,
                    configuration: configuration,
                    clock: clock,
                    onWait: try observer.bulkheadWaitObserver(label)
                )
                bulkheads.append(bulkhead)
                parts.append(bulkhead)
            case .rate(let configuration):
                let limiter = RateLimiter(name: numbered(limiters.count), configuration: configuration, clock: clock)
                limiters.append(limiter)
                parts.append(limiter)
            }
        }
        return NamedPipeline(
            pipeline: Pipeline(name: name, layers: parts),
            breakers: breakers,
            bulkheads: bulkheads,
            limiters: limiters,
            budgets: budgets
        )
    }
}
