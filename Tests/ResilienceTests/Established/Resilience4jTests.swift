import Resilience
import TestSupport
import Testing

/// The cases of Resilience4j's tests of its breaker, on ours.
///
/// Source: github.com/resilience4j/resilience4j, `CircuitBreakerStateMachineTest`, `CircuitBreakerResultHandlingTest`,
/// `CircuitBreakerEventPublisherTest`, `CircuitBreakerConfigTest`.
@Suite("Established: Resilience4j", .timeLimit(.minutes(1)))
struct Resilience4jTests {
    private let clock = ManualClock()

    /// That of `CircuitBreakerStateMachineTest`.
    private static func configure(_ configuration: inout CircuitBreakerConfiguration) {
        configuration.tripRule = .any([.failureRatio(0.5), .slowCallRatio(0.5)])
        configuration.minimumCalls = 5
        configuration.window = .time(.seconds(20))
        configuration.slowCallDuration = .seconds(4)
        configuration.openDuration = .seconds(5)
        configuration.halfOpenMaxCalls = 4
        configuration.halfOpenRule = .failureRatio(0.5)
        configuration.halfOpenTimeout = .seconds(1)
    }

    private static var configuration: CircuitBreakerConfiguration {
        var configuration = CircuitBreakerConfiguration()
        configure(&configuration)
        return configuration
    }

    // Source: shouldIncreaseCounterOnReleasePermission, shouldOnlyPermitFourCallsInHalfOpenState,
    // shouldThrowCallNotPermittedExceptionWhenNotFurtherTestCallsArePermitted.
    @Test("Four calls pass half-open, each time anew; one that is given back makes room for one")
    func fourPass() {
        var driver = BreakerDriver.opened(Self.configure)
        for _ in 0..<2 {
            _ = driver.state.recover(at: driver.now)
            let permits = (0..<4).map { _ in driver.admit() }
            #expect(permits.allSatisfy { $0 != nil })
            #expect(driver.admit() == nil)
            driver.settle(permits[0], .cancelled)
            #expect(driver.admit() != nil)
            #expect(driver.rejection()?.reason == .halfOpenFull)
            driver.settle(permits[1], .failure)
            driver.settle(permits[2], .failure)
            #expect(driver.state.status == .open)
        }
        #expect(driver.state.totals[.rejected] == 4)
    }

    // Source: shouldOpenAfterFailureRateThresholdExceeded2.
    @Test("Failures a second apart open it with the call that brings them to one half")
    func failuresApart() {
        var driver = BreakerDriver(Self.configure)
        for outcome in [CallOutcome.success, .success, .success, .failure, .failure] {
            driver.call(outcome)
            driver.wait(.seconds(1))
        }
        #expect(driver.state.status == .closed)
        #expect(driver.call(.failure)?.transition?.to == .open)
    }

    // Source: shouldOpenAfterFailureRateThresholdExceeded.
    @Test("The fifth call decides, a success though it be; the ratio stays in sight and refusals do not change it")
    func fifthCallDecides() {
        var driver = BreakerDriver(Self.configure)
        for outcome in [CallOutcome.failure, .failure, .failure, .success] {
            #expect(driver.call(outcome)?.transition == nil)
            #expect(driver.state.failureRatio(at: driver.now) == nil)
        }
        #expect(driver.call(.success)?.transition?.counts.failures == 3)
        #expect(driver.state.failureRatio(at: driver.now) == 0.6)
        #expect(driver.rejection()?.reason == .open)
        #expect(driver.state.failureRatio(at: driver.now) == 0.6)
    }

    // Source: shouldOpenAfterSlowCallRateThresholdExceeded.
    @Test("Slow calls open it, failed or not, where failures would not")
    func slowCalls() {
        var driver = BreakerDriver(Self.configure)
        driver.call(.failure, isSlow: true)
        driver.call(.success, isSlow: true)
        driver.call(.failure)
        driver.call(.success)
        #expect(driver.state.status == .closed)
        let transition = driver.call(.success, isSlow: true)?.transition
        #expect(transition?.to == .open)
        #expect(transition?.counts.slowCalls == 3)
        #expect(driver.state.slowCallRatio(at: driver.now) == 0.6)
        #expect(driver.state.failureRatio(at: driver.now) == 0.4)
    }

    // Source: shouldOpenAfterSlowCallRateThresholdExceededUsingMockClock.
    @Test("Calls are timed by the clock: the third slow one of five opens it")
    func slowByClock() async throws {
        let breaker = CircuitBreaker(name: "a", configuration: Self.configuration, clock: clock)
        for (seconds, slow) in [(5, 1), (5, 2), (1, 2), (1, 2), (5, 3)] {
            #expect(breaker.status == .closed)
            try await breaker.run { clock.advance(by: .seconds(seconds)) }
            #expect(breaker.snapshot().counts.slowCalls == slow)
        }
        #expect(breaker.status == .open)
        #expect(breaker.snapshot().slowCallRatio == 0.6)
    }

    // Source: shouldTransitionBackToOpenStateWhenFailureRateIsAboveThreshold, …WhenSlowCallRateIsAboveThreshold.
    // Resilience4j makes all four calls before it decides; two bad ones of four already decide, so we stop there.
    @Test(
        "Half-open, the second bad call of four opens it again, and the other two are not made",
        arguments: [true, false]
    )
    func backToOpen(slow: Bool) {
        var driver = BreakerDriver.opened(Self.configure)
        _ = driver.state.recover(at: driver.now)
        driver.call(slow ? .success : .failure, isSlow: slow)
        driver.call(.success)
        #expect(driver.call(slow ? .success : .failure, isSlow: slow)?.transition?.reason == .halfOpenFailed)
        #expect(driver.call(.success) == nil)
    }

    // Resilience4j holds failures and slow calls against a ratio each, so that one failed and one slow call of four would
    // close it. Half-open is one question to us: two of four were no sign of health.
    @Test("Half-open, a failed and a slow call count together")
    func failedAndSlow() {
        var driver = BreakerDriver.opened(Self.configure)
        _ = driver.state.recover(at: driver.now)
        driver.call(.failure)
        #expect(driver.call(.success, isSlow: true)?.transition?.to == .open)
    }

    // Source: shouldReleasePermissionWhenExceptionIgnored, shouldIgnoreExceptionsAndThenTransitionToClosed,
    // shouldTransitionBackToClosedStateWhenFailureIsBelowThreshold.
    @Test("Half-open, ignored calls take no place among the four; one failure of four closes")
    func ignoredAmongTrials() {
        var driver = BreakerDriver.opened(Self.configure)
        _ = driver.state.recover(at: driver.now)
        for outcome in [CallOutcome.failure, .ignored, .success, .ignored, .ignored, .success, .ignored] {
            #expect(driver.call(outcome)?.transition == nil)
        }
        #expect(driver.call(.success)?.transition?.to == .closed)
        #expect(driver.state.counts(at: driver.now).calls == 0)
        driver.call(.success)
        #expect(driver.state.counts(at: driver.now).calls == 1)
    }

    // Source: shouldResetMetricsAfterMetricsOnlyStateTransition. There the counts begin anew. We keep them: to watch the
    // rules one wants to see what they would have seen, and back in earnest it starts afresh anyway.
    @Test("Going to metrics only keeps the window; totals never go back")
    func metricsOnlyKeepsWindow() {
        var driver = BreakerDriver(Self.configure)
        driver.call(.failure, times: 2)
        _ = driver.state.force(.metricsOnly, at: driver.now)
        #expect(driver.state.counts(at: driver.now).calls == 2)
        driver.call(.success, times: 3)
        #expect(driver.state.failureRatio(at: driver.now) == 0.4)
        _ = driver.state.force(.reset, at: driver.now)
        #expect(driver.state.counts(at: driver.now).calls == 0)
        #expect(driver.state.totals[.success] == 3)
        #expect(driver.state.totals[.failure] == 2)
    }

    // Source: allCircuitBreakerStatesAllowTransitionToMetricsOnlyMode, allCircuitBreakerStatesAllowTransitionToItsOwnState,
    // shouldNotAllowTransitionFromClosedToHalfOpen. Staying is no transition to us.
    @Test("Every status but itself may become metrics only; only open becomes half-open")
    func legalTransitions() {
        let others = BreakerStatus.allCases.filter { $0 != .metricsOnly }
        #expect(others.allSatisfy { $0.canBecome(.metricsOnly) })
        #expect(BreakerStatus.allCases.allSatisfy { !$0.canBecome($0) })
        #expect(BreakerStatus.allCases.filter { $0.canBecome(.halfOpen) } == [.open])
    }

    // Source: circuitBreakerDoesNotPublishStateTransitionEventsForInternalTransitions,
    // shouldNotProduceEventsInDisabledState, shouldConsumeOnStateTransitionEvent, shouldConsumeOnResetEvent (which ours
    // does not send for a breaker that is closed already).
    @Test("A repeated command is no event, nor is any call while disabled or in metrics only")
    func events() {
        let events = Recorder<BreakerStatus>()
        let breaker = CircuitBreaker(name: "a", configuration: Self.configuration, clock: clock) {
            events.record($0.transition.to)
        }
        for command in [BreakerCommand.forceOpen, .disable, .metricsOnly, .reset] {
            for _ in 0..<2 {
                breaker.force(command)
                guard command != .reset else { continue }
                for _ in 0..<10 {
                    if case .admitted(let permit) = breaker.admit() { breaker.settle(permit, .failure, isSlow: true) }
                }
            }
        }
        #expect(events.all == [.forcedOpen, .disabled, .metricsOnly, .closed])
        #expect(breaker.snapshot().totals[.rejected] == 20)
        #expect(breaker.snapshot().totals[.failure] == 40)
    }

    // Source: circuitBreakerTransitionsToOpenAfterWaitDurationInHalfOpenState, …TransitionsToClosedAfter…. There the
    // time runs from half-open on, and may even close it. Ours runs while a call is out: without calls nothing is found
    // out, and a quiet service is none the better for being open, or closed.
    @Test("Half-open without calls it waits for one, however long")
    func waitsForACall() {
        var driver = BreakerDriver.opened(Self.configure)
        driver.wait(.seconds(5))
        #expect(driver.state.advance(at: driver.now)?.to == .halfOpen)
        driver.call(.cancelled)
        driver.wait(.seconds(3600))
        #expect(driver.state.advance(at: driver.now) == nil)
        #expect(driver.admit() != nil)
        driver.wait(.seconds(1))
        #expect(driver.state.advance(at: driver.now)?.to == .open)
    }

    // Source: CircuitBreakerResultHandlingTest, both cases; CircuitBreakerExceptionHandlingTest.
    @Test("A value may count as a failure and is returned all the same")
    func valueAsFailure() async throws {
        let breaker = CircuitBreaker(name: "a", clock: clock)
        for status in [200, 503, 200] {
            let answer = try await breaker.run(
                classify: { (result: Result<Int, Never>) in result.get() == 503 ? .failure : .success },
                { status }
            )
            #expect(answer == status)
        }
        #expect(breaker.snapshot().counts.calls == 3)
        #expect(breaker.snapshot().counts.failures == 1)
    }

    // Source: CircuitBreakerConfigTest, its refusals beyond those of CircuitBreakerConfigurationTests.
    @Test(
        "A ratio of nothing, and one above the whole, is refused",
        arguments: [TripRule.failureRatio(0), .failureRatio(-0.5), .failureRatio(1.01), .slowCallRatio(1.01)]
    )
    func ratios(rule: TripRule) {
        var configuration = CircuitBreakerConfiguration()
        configuration.tripRule = rule
        #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
    }
}
