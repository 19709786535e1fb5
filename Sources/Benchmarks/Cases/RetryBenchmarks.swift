import Resilience
import ServiceKit

extension Benchmark {
    /// Calls whose first attempt succeeds, as nearly all do.
    static var retry: [Benchmark] {
        [
            Benchmark("retry/success") { clock in
                let retry = Retry(clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await succeed(retry) }
                }
            },
            Benchmark("retry/success-with-budget") { clock in
                let retry = Retry(budget: RetryBudget(clock: clock), clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await succeed(retry) }
                }
            },
        ]
    }

    static var retryBudget: [Benchmark] {
        [
            Benchmark("retry-budget/deposit") { clock in
                let budget = RetryBudget(clock: clock)
                return loop { budget.deposit() }
            },
            Benchmark("retry-budget/withdraw") { clock in
                var configuration = RetryBudgetConfiguration()
                configuration.overloadCost = 0
                let budget = RetryBudget(configuration, clock: clock)
                return loop { blackHole(budget.withdraw(.overload)) }
            },
            Benchmark("retry-budget/refuse") { clock in
                var configuration = RetryBudgetConfiguration()
                configuration.minimumCapacity = 0
                let budget = RetryBudget(configuration, clock: clock)
                return loop { blackHole(budget.withdraw(.overload)) }
            },
        ]
    }
}

@inline(__always)
private func succeed(_ retry: Retry<BenchmarkClock>) async {
    var generator = SplitMix64(seed: 1)
    let result: RetryResult<Int, Never> = await retry.run(using: &generator) { .success($0) }
    blackHole(result)
}
