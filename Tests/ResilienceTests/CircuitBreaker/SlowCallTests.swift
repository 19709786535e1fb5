import Resilience
import TestSupport
import Testing

@Suite("Slow calls")
struct SlowCallTests {
    private static func slowRule(_ configuration: inout CircuitBreakerConfiguration) {
        configuration.tripRule = .slowCallRatio(0.5)
        configuration.minimumCalls = 10
    }

    @Test("Slow successes open it at exactly the ratio, and never below the minimum number of calls")
    func slowSuccessesOpen() {
        var driver = BreakerDriver(Self.slowRule)
        driver.call(.success, isSlow: true, times: 5)
        driver.call(.success, times: 4)
        #expect(driver.state.status == .closed)
        #expect(driver.state.slowCallRatio(at: driver.now) == nil)
        let transition = driver.call(.success)?.transition
        #expect(transition?.to == .open)
        #expect(transition?.counts.slowCalls == 5)
        #expect(driver.state.totalSlowCalls == 5)
    }

    @Test("Slow failures are slow as well; calls that say nothing are not")
    func whatCounts() {
        var driver = BreakerDriver(Self.slowRule)
        driver.call(.failure, isSlow: true, times: 4)
        driver.call(.ignored, isSlow: true, times: 50)
        driver.call(.cancelled, isSlow: true, times: 50)
        #expect(driver.state.totalSlowCalls == 4)
        driver.call(.success, times: 5)
        #expect(driver.state.status == .closed)
        driver.call(.failure, isSlow: true)
        #expect(driver.state.status == .open)
    }

    @Test("A slow half-open call proves nothing where slowness matters")
    func slowTrial() {
        var driver = BreakerDriver(Self.slowRule)
        driver.call(.success, isSlow: true, times: 10)
        _ = driver.state.recover(at: driver.now)
        #expect(driver.call(.success, isSlow: true)?.transition?.reason == .halfOpenFailed)
        _ = driver.state.recover(at: driver.now)
        #expect(driver.call(.success)?.transition?.to == .closed)
    }

    @Test("Where no rule speaks of slowness a slow half-open success closes it")
    func slowTrialWithoutRule() {
        var driver = BreakerDriver.halfOpened()
        #expect(driver.call(.success, isSlow: true)?.transition?.to == .closed)
    }

    @Test("The duration decides at exactly the limit, through settle and through run")
    func durations() async throws {
        let clock = ManualClock()
        var configuration = CircuitBreakerConfiguration()
        configuration.slowCallDuration = .milliseconds(100)
        let breaker = CircuitBreaker(name: "b", configuration: configuration, clock: clock)
        for milliseconds in [99, 100, 101] {
            guard case .admitted(let permit) = breaker.admit() else { continue }
            let isTimed = permit.isTimed
            #expect(isTimed)
            breaker.settle(permit, .success, took: .milliseconds(milliseconds))
        }
        #expect(breaker.snapshot().totalSlowCalls == 2)
        for milliseconds in [99, 100] {
            try await breaker.run { clock.advance(by: .milliseconds(milliseconds)) }
        }
        #expect(breaker.snapshot().totalSlowCalls == 3)
        // As a layer as well.
        let policy = breaker.around(DeadlinePolicy(.seconds(60), clock: clock))
        for milliseconds in [99, 100] {
            try await policy.run { _ in clock.advance(by: .milliseconds(milliseconds)) }
        }
        #expect(breaker.snapshot().totalSlowCalls == 4)
        #expect(breaker.snapshot().totals[.success] == 7)
    }

    @Test("A late slow call is only late")
    func late() {
        var driver = BreakerDriver(Self.slowRule)
        let permit = driver.admit()
        driver.call(.success, isSlow: true, times: 10)
        #expect(driver.settle(permit, .success, isSlow: true)?.result == .late)
        #expect(driver.state.totalSlowCalls == 10)
    }
}
