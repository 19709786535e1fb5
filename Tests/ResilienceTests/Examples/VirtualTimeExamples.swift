import Resilience
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: virtual time", .timeLimit(.minutes(1)))
struct VirtualTimeExamples {
    @Test func thirtySecondsInNoTime() {
        // example: virtual-time
        let clock = ManualClock()
        let breaker = CircuitBreaker(name: "inventory", clock: clock)
        for _ in 0..<5 {
            if case .admitted(let permit) = breaker.admit() { breaker.settle(permit, .failure) }
        }
        #expect(breaker.status == .open)
        clock.advance(by: .seconds(30))
        #expect(breaker.wouldAdmit)
        // end
        #expect(breaker.status == .open)
    }

    @Test func aWaitOfARetry() async throws {
        let clock = ManualClock()
        let inventory = Inventory(.down, .stock(7), clock: clock)
        // example: virtual-time-waits
        var policy = RetryPolicy()
        policy.backoff.jitter = .none
        async let stock = Retry(policy, clock: clock).run { call in try await inventory.stock() }
        await clock.waitForSleepers()  // the retry waits for its second attempt
        clock.advance(by: .seconds(1))
        #expect(try await stock == 7)
        // end
    }

    @Test func aStateByItself() {
        let start = ManualClock.Instant()
        // example: state-machine
        var state = AdaptiveLimitState(AdaptiveLimitConfiguration(), at: start)
        state.recordOverload(inFlight: 20, at: start.advanced(by: .seconds(1)))
        print(state.limit)  // 18
        // end
        #expect(state.limit == 18)
    }

    @Test func timersFollowTheClock() async {
        let clock = ManualClock()
        let halfOpen = Signal()
        let breaker = CircuitBreaker(name: "inventory", clock: clock) { event in
            if event.transition.to == .halfOpen { halfOpen.set() }
        }
        // example: timer
        let timer = Task { await breaker.runTimer() }  // open → half-open when it is due, without a call
        // end
        for _ in 0..<5 {
            if case .admitted(let permit) = breaker.admit() { breaker.settle(permit, .failure) }
        }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(30))
        await halfOpen.wait()
        timer.cancel()
    }
}
