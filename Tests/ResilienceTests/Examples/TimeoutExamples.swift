import Resilience
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: deadline and timeout", .timeLimit(.minutes(1)))
struct TimeoutExamples {
    private let clock = ManualClock()

    @Test func aDeadlineIsAValue() {
        // example: deadline
        let deadline = Deadline.after(.seconds(3), on: clock)  // what the caller was promised
        let limit = deadline.bounding(.seconds(2), at: clock.now)  // what one attempt may take; at zero send nothing
        // end
        #expect(limit == .seconds(2))
        clock.advance(by: .seconds(2))
        #expect(deadline.bounding(.seconds(2), at: clock.now) == .seconds(1))
        clock.advance(by: .seconds(1))
        #expect(deadline.bounding(.seconds(2), at: clock.now) == .zero)
    }

    @Test func aTimeoutForOpaqueWork() async {
        let (clock, inventory) = (clock, Inventory(.hangs, clock: clock))
        let call: @Sendable () async throws -> Int = {
            // example: timeout
            let timeout = Timeout(.seconds(1), clock: clock)
            let stock = try await timeout.run { try await inventory.stock() }
            // end
            return stock
        }
        let task = Task { try await call() }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(1))
        guard case .failure(TimeoutError<any Error>.expired) = await task.result else {
            Issue.record("no expiry")
            return
        }
        #expect(clock.sleeperCount == 0)
    }
}
