import Resilience
import TestSupport
import Testing

@Suite("Retry budget")
struct RetryBudgetTests {
    private let clock = ManualClock()

    @Test("It starts with five tokens: five retries after overload, thirty-three after quick errors")
    func startsFull() {
        let budget = RetryBudget(clock: clock)
        #expect(budget.tokens == 5)
        let other = RetryBudget(clock: clock)
        #expect((0..<100).filter { _ in budget.withdraw(.overload) }.count == 5)
        #expect((0..<100).filter { _ in other.withdraw(.transient) }.count == 33)
        #expect(budget.tokens == 0)
        #expect(other.tokens >= 0)
    }

    @Test("A denied retry takes nothing")
    func deniedTakesNothing() {
        let budget = RetryBudget(clock: clock)
        for _ in 0..<30 { _ = budget.withdraw(.transient) }
        let before = budget.tokens
        #expect(before < 1)
        #expect(!budget.withdraw(.overload))
        #expect(budget.tokens == before)
        #expect(budget.withdraw(.transient))
    }

    @Test("Five calls buy one retry")
    func deposits() {
        let budget = RetryBudget(clock: clock)
        while budget.withdraw(.overload) {}
        for _ in 0..<4 { budget.deposit() }
        #expect(!budget.withdraw(.overload))
        // The fifth deposit reaches 1 only up to rounding, hence the sixth.
        for _ in 0..<2 { budget.deposit() }
        #expect(budget.withdraw(.overload))
        #expect(!budget.withdraw(.overload))
    }

    @Test("The bucket never holds more than five tokens at a low rate")
    func minimumCapacity() {
        let budget = RetryBudget(clock: clock)
        for _ in 0..<1000 {
            budget.deposit()
            clock.advance(by: .milliseconds(100))
            #expect(budget.tokens <= 5)
        }
    }

    @Test("At 200 calls a second it holds what one second deposits: 40; idle it falls back to 5")
    func busyCapacity() {
        let budget = RetryBudget(clock: clock)
        for _ in 0..<2000 {
            budget.deposit()
            clock.advance(by: .milliseconds(5))
            #expect(budget.tokens <= 40.5)
        }
        #expect(budget.tokens > 38)
        clock.advance(by: .seconds(2))
        #expect(budget.tokens == 5)
        #expect((0..<100).filter { _ in budget.withdraw(.overload) }.count == 5)
    }

    @Test(
        "Over an outage at any rate, retries after overload stay under a quarter of the calls",
        arguments: [50, 100, 200]
    )
    func amplification(rate: Int) {
        let budget = RetryBudget(clock: clock)
        func second(failing: Bool) -> Int {
            var retries = 0
            for _ in 0..<rate {
                budget.deposit()
                if failing { for _ in 0..<3 where budget.withdraw(.overload) { retries += 1 } }
                clock.advance(by: .seconds(1) / rate)
            }
            return retries
        }
        for _ in 0..<10 { _ = second(failing: false) }
        let retries = (0..<30).reduce(0) { sum, _ in sum + second(failing: true) }
        #expect(Double(retries) / Double(30 * rate) < 0.25)
        #expect(Double(retries) / Double(30 * rate) > 0.19)
    }

    @Test("Validation names what it refuses")
    func validation() throws {
        var configuration = RetryBudgetConfiguration()
        try configuration.validate()
        configuration.depositPerCall = -0.1
        let error = #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        #expect(error?.key == "depositPerCall")
    }
}
