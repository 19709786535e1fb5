import Resilience
import Testing

/// The example of README, so that it keeps compiling and doing what it says.
@Suite struct ReadmeExampleTests {
    func fetchStock() async throws -> Int { 7 }

    @Test func aBreakerByItself() async throws {
        let breaker = CircuitBreaker(name: "inventory", clock: ContinuousClock()) { event in
            print("\(event.breaker): \(event.transition.from) → \(event.transition.to)")
        }
        let stock = try await breaker.run { try await fetchStock() }
        #expect(stock == 7)
    }
}
