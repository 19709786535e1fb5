import EventLoop
import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging

/// The pipeline of the configured mode, put together.
struct PatternAssembly: Sendable {
    let pipeline: CallPipeline
    let metrics: PipelineMetrics
    let background: [@Sendable () async -> Void]

    init(
        _ configuration: ClientConfiguration,
        _ environment: ServiceEnvironment,
        _ upstream: Upstream,
        logger: Logger
    ) throws {
        let registry = environment.registry
        let clock = environment.group.clock
        let isFull = configuration.mode == .full

        let budget = isFull ? RetryBudget(configuration.retryBudget, clock: clock) : nil
        var budgetTokens: (@Sendable () -> Double)?
        if let budget { budgetTokens = { budget.tokens } }
        metrics = try PipelineMetrics(registry: registry, budgetTokens: budgetTokens)

        var background: [@Sendable () async -> Void] = []
        var callBreaker: CircuitBreaker<EventLoopClock>?
        if isFull || configuration.mode == .breaker {
            let breakers = upstream.breakers
            let breaker = CircuitBreaker(name: Backend.name, configuration: configuration.callBreaker, clock: clock) {
                breakers.record($0, .call)
            }
            breakers.add(breaker, .call)
            background.append { await breaker.runTimer() }
            callBreaker = breaker
        }
        self.background = background

        let bulkhead = isFull ? try Self.bulkhead(configuration, environment) : nil
        pipeline = CallPipeline(
            mode: configuration.mode,
            attempts: AttemptPipeline(
                mode: configuration.mode,
                backend: upstream.backend,
                throttle: isFull ? try Self.throttle(configuration, environment) : nil,
                bulkhead: bulkhead,
                adaptiveLimit: bulkhead.flatMap { Self.adaptiveLimit(configuration, $0, clock) },
                hedge: isFull
                    ? AttemptHedge(
                        hedge: Hedge(clock: clock),
                        budget: budget,
                        metrics: try HedgeMetrics(registry: registry)
                    ) : nil,
                latencies: LatencyTracker(clock: clock),
                clock: clock,
                metrics: metrics,
                logger: logger
            ),
            callBreaker: callBreaker,
            budget: budget,
            rules: LiveRules(configuration.rules),
            clock: clock,
            metrics: metrics
        )
    }

    private static func bulkhead(
        _ configuration: ClientConfiguration,
        _ environment: ServiceEnvironment
    ) throws -> Bulkhead<EventLoopClock> {
        let bulkhead = Bulkhead(
            name: Backend.name,
            configuration: configuration.bulkhead,
            clock: environment.group.clock,
            onWait: environment.bulkheads.waitObserver(Backend.name)
        )
        environment.bulkheads.add(bulkhead)
        return bulkhead
    }

    /// `BULKHEAD_MAX_CONCURRENT` is the most it grows to.
    private static func adaptiveLimit(
        _ configuration: ClientConfiguration,
        _ bulkhead: Bulkhead<EventLoopClock>,
        _ clock: EventLoopClock
    ) -> AdaptiveLimit<EventLoopClock>? {
        guard configuration.hasAdaptiveLimit else { return nil }
        var limit = AdaptiveLimitConfiguration()
        limit.maximum = configuration.bulkhead.maxConcurrent
        limit.initial = min(limit.initial, limit.maximum)
        return AdaptiveLimit(configuration: limit, bulkhead: bulkhead, clock: clock)
    }

    private static func throttle(
        _ configuration: ClientConfiguration,
        _ environment: ServiceEnvironment
    ) throws -> Throttle<EventLoopClock>? {
        guard let rules = configuration.throttle else { return nil }
        let throttle = Throttle(name: Backend.name, configuration: rules, clock: environment.group.clock)
        _ = try ThrottleMetrics(registry: environment.registry, throttle: throttle)
        return throttle
    }
}
