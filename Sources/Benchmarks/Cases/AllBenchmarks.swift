extension Benchmark {
    /// Every benchmark there is, in the order in which they run.
    static var all: [Benchmark] {
        baseline + circuitBreaker + retry + retryBudget + bulkhead + rateLimiter + endpoints + pipeline
    }
}
