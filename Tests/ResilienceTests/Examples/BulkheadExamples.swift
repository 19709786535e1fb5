import Resilience
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: bulkhead and adaptive limit", .timeLimit(.minutes(1)))
struct BulkheadExamples {
    private let clock = ManualClock()

    @Test func aBulkheadWithAQueue() async throws {
        let (clock, inventory) = (clock, Inventory(.stock(7), clock: clock))
        // example: bulkhead
        var rules = BulkheadConfiguration()
        rules.maxConcurrent = 10
        rules.maxQueue = 20
        rules.maxWait = .milliseconds(100)
        try rules.validate()
        let bulkhead = Bulkhead(name: "inventory", configuration: rules, clock: clock)
        // end
        let call: @Sendable (Deadline<ManualClock>) async throws -> Int = { deadline in
            // example: bulkhead-run
            let stock = try await bulkhead.run(until: deadline.instant) { try await inventory.stock() }
            // end
            return stock
        }
        let end = Signal()
        let others = (0..<10).map { _ in Task { try await bulkhead.run { await end.wait() } } }
        while bulkhead.snapshot().inFlight < 10 { await Task.yield() }
        let late = Task { try await call(.after(.seconds(3), on: clock)) }
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(100))
        guard case .failure(BulkheadCallError<any Error>.rejected(.deadline)) = await late.result else {
            Issue.record("it waited for longer than maxWait")
            return
        }
        let patient = Task { try await call(.after(.seconds(3), on: clock)) }
        await clock.waitForSleepers()
        end.set()
        for other in others { try await other.value }
        #expect(try await patient.value == 7)
    }

    private struct Response: Sendable {
        var status: Int
    }

    @Test func aLimitThatFollowsLatency() async throws {
        // example: adaptive-limit
        let bulkhead = Bulkhead(name: "inventory", clock: clock)
        let limit = AdaptiveLimit(bulkhead: bulkhead, clock: clock)
        // end
        let clock = clock
        let send: @Sendable () async -> Response = { Response(status: 503) }
        let exchange: () async throws -> Response = {
            // example: adaptive-limit-call
            let permit = try await bulkhead.acquire()
            let began = clock.now
            let response = await send()
            limit.ended(after: began.duration(to: clock.now), isOverload: response.status == 503)
            permit.release()
            // end
            return response
        }
        #expect(bulkhead.snapshot().capacity == 20)
        _ = try await exchange()
        #expect(limit.limit == 18)
        #expect(bulkhead.snapshot().capacity == 18)
        #expect(bulkhead.snapshot().inFlight == 0)
    }
}
