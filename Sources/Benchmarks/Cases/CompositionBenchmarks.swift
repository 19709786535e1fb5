import Resilience

extension Benchmark {
    /// A call that does nothing within two layers, and within five, whose types are known as it is compiled or only as it
    /// runs.
    static var composition: [Benchmark] {
        [
            Benchmark("composition/breaker-around-retry") { clock in
                let policy = CircuitBreaker(name: "benchmark", clock: clock)
                    .around(Retry(budget: RetryBudget(clock: clock), clock: clock))
                return { iterations in
                    for _ in 0..<iterations { await run(policy) }
                }
            },
            Benchmark("composition/five-layers") { clock in
                let policy = DeadlinePolicy(.seconds(10), clock: clock)
                    .around(limiter(clock))
                    .around(CircuitBreaker(name: "benchmark", clock: clock))
                    .around(Retry(budget: RetryBudget(clock: clock), clock: clock))
                    .around(Bulkhead(name: "benchmark", clock: clock))
                return { iterations in
                    for _ in 0..<iterations { await run(policy) }
                }
            },
            Benchmark("composition/pipeline-of-five") { clock in
                let layers: [any Policy<BenchmarkClock>] = [
                    DeadlinePolicy(.seconds(10), clock: clock),
                    limiter(clock),
                    CircuitBreaker(name: "benchmark", clock: clock),
                    Retry(budget: RetryBudget(clock: clock), clock: clock),
                    Bulkhead(name: "benchmark", clock: clock),
                ]
                let pipeline = Resilience.Pipeline(name: "benchmark", layers: layers)
                return { iterations in
                    for _ in 0..<iterations { await run(pipeline) }
                }
            },
        ]
    }

    private static func limiter(_ clock: BenchmarkClock) -> RateLimiter<BenchmarkClock> {
        RateLimiter(name: "benchmark", configuration: .unlimited, clock: clock)
    }
}

@inline(__always)
private func run(_ policy: some Policy<BenchmarkClock>) async {
    do throws(PolicyError) {
        blackHole(try await policy.run { $0.attempt })
    } catch {
        blackHole(error)
    }
}
