import EventLoop
import PrometheusMetrics
import Redis
import Resilience
import ServiceKit

/// The fallback with its caches, put together; nothing in any mode but `full`.
struct FallbackAssembly: Sendable {
    let fallback: DataSource.Fallback?
    let background: [@Sendable () async -> Void]

    init(
        _ configuration: ClientConfiguration,
        _ environment: ServiceEnvironment,
        _ breakers: BreakerMetrics,
        softTimeouts: Counter,
        resolver: Resolver
    ) throws {
        let cache = try CacheMetrics(registry: environment.registry)
        guard configuration.mode == .full else {
            fallback = nil
            background = []
            return
        }
        let group = environment.group
        var background: [@Sendable () async -> Void] = []
        var shared: SharedCache?
        if let url = configuration.redisURL {
            let breaker = CircuitBreaker(name: "redis", configuration: Self.redisBreaker, clock: group.clock) {
                breakers.record($0, .call)
            }
            breakers.add(breaker, .call)
            let redis = SharedCache(
                client: RedisClient(url: url, on: group, resolver: resolver),
                breaker: breaker,
                timeout: configuration.redisTimeout,
                expiry: configuration.fallback.maxAge,
                clock: group.clock,
                metrics: cache
            )
            background.append { await redis.run() }
            background.append { await breaker.runTimer() }
            shared = redis
        }
        self.background = background
        fallback = DataSource.Fallback(
            configuration.fallback,
            shared: shared,
            clock: group.clock,
            onEvent: { event in
                switch event {
                case .stored: cache.count(.memoryStored)
                case .hit: cache.count(.memoryHit)
                case .miss: cache.count(.memoryMiss)
                case .softTimeout: softTimeouts.increment()
                case .refreshBegan, .refreshEnded: break
                }
            },
            spawn: { body in (EventLoop.current ?? group.loops[0]).spawn(body) }
        )
    }

    /// Redis is tried again soon: the answers that wait to be written are its probes, and cost no request anything.
    private static var redisBreaker: CircuitBreakerConfiguration {
        var configuration = CircuitBreakerConfiguration()
        configuration.tripRule = .consecutiveFailures(3)
        configuration.openDuration = .seconds(1)
        configuration.openDurationGrowth = 2
        configuration.maximumOpenDuration = .seconds(30)
        return configuration
    }
}
