import Resilience

extension Benchmark {
    static var rateLimiter: [Benchmark] {
        [
            Benchmark("rate-limiter/admit") { clock in
                let limiter = RateLimiter(name: "benchmark", configuration: .unlimited, clock: clock)
                return loop { blackHole(limiter.acquire()) }
            },
            Benchmark("rate-limiter/limit") { clock in
                var configuration = RateLimiterConfiguration()
                configuration.rate = 0.001
                configuration.burst = 1
                let limiter = RateLimiter(name: "benchmark", configuration: configuration, clock: clock)
                blackHole(limiter.acquire())
                return loop { blackHole(limiter.acquire()) }
            },
        ]
    }
}

extension RateLimiterConfiguration {
    /// More than a configuration may say, and than two threads can use up.
    static var unlimited: RateLimiterConfiguration {
        var configuration = RateLimiterConfiguration()
        configuration.rate = 1_000_000_000
        configuration.burst = 1_000_000
        return configuration
    }
}
