import Resilience
import TestSupport
import Testing

/// The cases of Finagle's tests of its retry budget, on ours.
///
/// Source: github.com/twitter/finagle, `finagle-core`, `RetryBudgetTest.scala`. Their `percentCanRetry` is our deposit,
/// their `ttl · minRetriesPerSec` our minimum capacity. Theirs keeps deposits for a `ttl` of up to 60 s; ours has none
/// and holds at most what one second deposits.
@Suite("Established: Finagle")
struct FinagleTests {
    private let clock = ManualClock()

    private func budget(deposit: Double, reserve: Double = 0) -> RetryBudget<ManualClock> {
        var configuration = RetryBudgetConfiguration()
        configuration.depositPerCall = deposit
        configuration.minimumCapacity = reserve
        return RetryBudget(configuration, clock: clock)
    }

    /// Retries that 10,000 failing calls in no time get, one asked for by each.
    private func retries(_ budget: RetryBudget<ManualClock>) -> Int {
        var retries = 0
        for _ in 0..<10_000 {
            budget.deposit()
            if budget.withdraw(.overload) { retries += 1 } else { #expect(budget.tokens < 1) }
        }
        return retries
    }

    // Source: "Empty", "apply minRetriesPerSec=0 maxPercentOver=0 should be empty".
    @Test("A budget without deposits and reserve never grants a retry")
    func empty() {
        let budget = budget(deposit: 0)
        #expect(!budget.withdraw(.overload))
        #expect(retries(budget) == 0)
        #expect(budget.tokens == 0)
    }

    // Source: "Infinite". Ours is a retry without a budget, or a cost of nothing.
    @Test("A retry that costs nothing is always granted and takes nothing")
    func infinite() {
        var configuration = RetryBudgetConfiguration()
        configuration.overloadCost = 0
        let budget = RetryBudget(configuration, clock: clock)
        #expect((0..<1000).allSatisfy { _ in budget.withdraw(.overload) })
        #expect(budget.tokens == 5)
    }

    // Source: "apply minRetriesPerSec bounds check", "apply maxPercentOver bounds".
    @Test("Negative settings are refused", arguments: ["minimumCapacity", "depositPerCall"])
    func bounds(key: String) {
        var configuration = RetryBudgetConfiguration()
        if key == "minimumCapacity" { configuration.minimumCapacity = -1 } else { configuration.depositPerCall = -1 }
        let error = #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        #expect(error?.key == key)
    }

    // Source: "apply minRetriesPerSec=0".
    @Test(
        "Without a reserve exactly the deposited share of calls is retried",
        arguments: [0.1, 0.5, 0.25, 0.75, 0.99, 0.999, 0.9999, 0.01, 0.001, 0.0001]
    )
    func share(deposit: Double) {
        let budget = budget(deposit: deposit)
        #expect(budget.tokens == 0)
        #expect(!budget.withdraw(.overload))
        #expect(abs(Double(retries(budget)) - 10_000 * deposit) <= 1)
    }

    // Source: "apply minRetries=0 maxPercentOver greater than 1.0".
    @Test("A deposit above one allows more than one retry for each call")
    func moreThanOne() {
        let budget = budget(deposit: 2)
        for _ in 0..<10_000 { budget.deposit() }
        #expect(budget.tokens == 20_000)
    }

    // Source: "apply with minRetries and maxPercentOver=0", "apply with minRetries and maxPercentOver".
    @Test("The reserve is spent once, on top of the share", arguments: [(10, 0), (10, 0.1), (10, 0.5)])
    func reserve(reserve: Double, deposit: Double) {
        let budget = budget(deposit: deposit, reserve: reserve)
        #expect(budget.tokens == reserve)
        #expect(abs(Double(retries(budget)) - (reserve + 10_000 * deposit)) <= 1)
    }

    // Finagle's reserve comes back by itself, so many a second: at a low rate of calls, where one a second is much, that
    // is a floor under every bound. Ours comes back only with calls.
    @Test("Time alone grants no retry: a spent reserve comes back with calls only")
    func noFloor() {
        let budget = budget(deposit: 0.2, reserve: 5)
        while budget.withdraw(.overload) {}
        clock.advance(by: .seconds(3600))
        #expect(budget.tokens == 0)
        #expect(!budget.withdraw(.overload))
    }

    // With Finagle's ttl what is not spent in time is gone. Ours keeps as much as the reserve allows.
    @Test("What is left within the reserve does not expire")
    func noExpiry() {
        let budget = budget(deposit: 0.2, reserve: 5)
        for _ in 0..<3 { #expect(budget.withdraw(.overload)) }
        clock.advance(by: .seconds(3600))
        #expect(budget.tokens == 2)
    }
}
