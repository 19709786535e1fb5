import Resilience
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: fallback", .timeLimit(.minutes(1)))
struct FallbackExamples {
    private let clock = ManualClock()

    @Test func theLastGoodAnswerForAFailedCall() async throws {
        let inventory = Inventory(.stock(7), .down, clock: clock)
        // example: fallback-stale
        let fallback = StaleFallback<String, Int, _>(clock: clock)
        let policy = fallback.around(CircuitBreaker(name: "inventory", clock: clock))
        let answer = try await policy.run("item-12") { call in try await inventory.stock() }
        switch answer.source {
        case .fresh: print("\(answer.value) left")
        default: print("\(answer.value) left, as of \(answer.age ?? .zero) ago")
        }
        // end
        #expect(answer.source == .fresh)
        clock.advance(by: .seconds(30))
        let stale = try await policy.run("item-12") { call in try await inventory.stock() }
        #expect(stale.source == .stale)
        #expect(stale.value == 7)
        #expect(stale.age == .seconds(30))
        #expect(stale.failure?.kind == .operation)
    }

    @Test func noWaitForAKnownAnswer() async throws {
        let inventory = Inventory(.stock(7), .hangs, clock: clock)
        // example: fallback-soft-timeout
        var rules = StaleFallbackConfiguration()
        rules.softTimeout = .milliseconds(200)
        let fallback = StaleFallback<String, Int, _>(rules, clock: clock)
        let policy = fallback.around(Timeout(.seconds(5), clock: clock))
        // end
        #expect(try await policy.run("item-12") { _ in try await inventory.stock() }.source == .fresh)
        async let answer = policy.run("item-12") { _ in try await inventory.stock() }
        await clock.waitForSleepers(3)
        clock.advance(by: .milliseconds(200))
        #expect(try await answer.source == .stale)
        // The call goes on, until its own timeout.
        #expect(clock.sleeperCount == 2)
        clock.advance(by: .seconds(5))
    }

    @Test func refreshedInTheBackground() async throws {
        let inventory = Inventory(.stock(7), .stock(8), clock: clock)
        let refreshed = Signal()
        // example: fallback-revalidate
        var rules = StaleFallbackConfiguration()
        rules.freshFor = .seconds(5)
        rules.maxAge = .seconds(60)
        try rules.validate()
        let fallback = StaleFallback<String, Int, _>(
            rules,
            clock: clock,
            onEvent: { event in
                if case .refreshEnded = event { refreshed.set() }
            }
        )
        // end
        let policy = fallback.around(Timeout(.seconds(5), clock: clock))
        _ = try await policy.run("item-12") { _ in try await inventory.stock() }
        clock.advance(by: .seconds(6))
        let answer = try await policy.run("item-12") { _ in try await inventory.stock() }
        #expect(answer.value == 7)
        #expect(answer.age == .seconds(6))
        await refreshed.wait()
        #expect(try await policy.run("item-12") { _ in try await inventory.stock() }.value == 8)
        #expect(inventory.calls == 2)
    }

    @Test func aSubstitute() async throws {
        let inventory = Inventory(.down, clock: clock)
        let policy = CircuitBreaker(name: "inventory", clock: clock)
        // example: fallback-substitute
        let guarded = Fallback(constant: 0).around(policy)
        let answer = try await guarded.run { call in try await inventory.stock() }
        // end
        #expect(answer.value == 0)
        #expect(answer.source == .fallback)
    }
}
