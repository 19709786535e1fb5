import Resilience
import TestSupport
import Testing

/// README and docs/resilience.md quote what stands between the markers.
@Suite("Examples: composition", .timeLimit(.minutes(1)))
struct CompositionExamples {
    private let clock = ManualClock()

    @Test func layersAroundACall() async throws {
        let (clock, inventory) = (clock, Inventory(.down, .stock(7), .hangs, clock: clock))
        // example: around
        let breaker = CircuitBreaker(name: "inventory", clock: clock)
        let bulkhead = Bulkhead(name: "inventory", clock: clock)
        let policy = DeadlinePolicy(.seconds(3), clock: clock)
            .around(breaker)
            .around(Retry(budget: RetryBudget(clock: clock), clock: clock))
            .around(bulkhead)
            .around(Timeout(.seconds(1), clock: clock))
        // end
        let call: @Sendable () async throws -> Int = {
            // example: around-run
            let stock = try await policy.run { call in try await inventory.stock() }
            // end
            return stock
        }
        // The bulkhead's place is held while an attempt runs, and not while the retry waits.
        func until(call number: Int, inFlight: Int, sleepers: Int) async {
            while inventory.calls != number || bulkhead.snapshot().inFlight != inFlight
                || clock.sleeperCount != sleepers
            {
                await Task.yield()
            }
        }
        let first = Task { try await call() }
        await until(call: 1, inFlight: 0, sleepers: 1)
        clock.advance(by: .milliseconds(1100))
        #expect(try await first.value == 7)
        #expect(breaker.snapshot().totals[.success] == 1)
        // An attempt that hangs, a wait, and one that the call's deadline ends.
        let second = Task { try await call() }
        await until(call: 3, inFlight: 1, sleepers: 2)
        clock.advance(by: .seconds(1))
        await until(call: 3, inFlight: 0, sleepers: 1)
        clock.advance(by: .milliseconds(1100))
        await until(call: 4, inFlight: 1, sleepers: 2)
        clock.advance(by: .milliseconds(900))
        guard case .failure(let error as PolicyError) = await second.result else {
            Issue.record("no failure")
            return
        }
        #expect(error.kind == .deadline)
        #expect(breaker.snapshot().totals[.failure] == 1)
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test func limitsAndHedgesAsLayers() async throws {
        let (clock, inventory) = (clock, Inventory(.overloaded(retryAfter: .zero), .stock(7), clock: clock))
        var places = BulkheadConfiguration()
        places.maxQueue = 10
        let (throttle, latencies) = (Throttle(name: "inventory", clock: clock), LatencyTracker(clock: clock))
        let bulkhead = Bulkhead(name: "inventory", configuration: places, clock: clock)
        // One refusal in ten calls is no reason to turn any away.
        for _ in 0..<9 { throttle.settle(isOverload: false) }
        var retries = RetryPolicy()
        retries.backoff.base = .zero
        // example: around-limits
        let budget = RetryBudget(clock: clock)
        let hedge = HedgeLayer(
            Hedge(clock: clock),
            after: .quantile(0.95, times: 1),
            latencies: latencies,
            budget: budget
        )
        let policy = Retry(retries, budget: budget, clock: clock)
            .around(throttle)
            .around(hedge)
            .around(bulkhead)
            .around(AdaptiveLimit(bulkhead: bulkhead, clock: clock))
        // end
        #expect(try await policy.run { _ in try await inventory.stock() } == 7)
        // One attempt was refused: a retry was paid for, and the limit of 20 was cut.
        #expect(budget.tokens == 4)
        #expect(bulkhead.snapshot().capacity == 18)
        #expect(latencies.count == 1)
    }

    @Test func whatItsErrorSays() async {
        let inventory = Inventory(.overloaded(retryAfter: .seconds(7)), clock: clock)
        let policy = CircuitBreaker(name: "inventory", clock: clock)
        let reply: () async -> String = {
            // example: policy-error
            do throws(PolicyError) {
                return "\(try await policy.run { call in try await inventory.stock() })"
            } catch {
                // error.type is bounded, and serves as a metric's label
                return "\(error.type): come back in \(error.retryAfter ?? .zero)"
            }
            // end
        }
        for _ in 0..<5 { #expect(await reply() == "operation: come back in 7.0 seconds") }
        #expect(await reply() == "breaker_rejected: come back in 30.0 seconds")
    }
}
