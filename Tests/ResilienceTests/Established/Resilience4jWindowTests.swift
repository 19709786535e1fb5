import Resilience
import TestSupport
import Testing

/// The cases of Resilience4j's tests of its windows, on ours.
///
/// Source: github.com/resilience4j/resilience4j, `CircuitBreakerMetricsTest`, `FixedSizeSlidingWindowMetricsTest`,
/// `SlidingTimeWindowMetricsTest`. Durations of calls are not summed here: telemetry has a histogram of them.
@Suite("Established: Resilience4j's windows")
struct Resilience4jWindowTests {
    private static func watching(_ window: BreakerWindow, minimumCalls: Int = 1) -> BreakerDriver {
        BreakerDriver {
            $0.tripRule = .never
            $0.window = window
            $0.minimumCalls = minimumCalls
        }
    }

    private func counts(_ driver: BreakerDriver) -> [Int] {
        let counts = driver.state.counts(at: driver.now)
        return [counts.calls, counts.failures, counts.slowCalls]
    }

    // Source: CircuitBreakerMetricsTest.testCircuitBreakerMetrics.
    @Test("A window of ten calls has no ratio before the tenth, then that of the last ten")
    func lastTenCalls() {
        var driver = Self.watching(.calls(10), minimumCalls: 10)
        driver.call(.success, times: 2)
        driver.call(.failure, times: 2)
        #expect(driver.state.failureRatio(at: driver.now) == nil)
        #expect(counts(driver) == [4, 2, 0])
        driver.call(.failure, times: 4)
        driver.call(.success, times: 4)
        #expect(counts(driver) == [10, 6, 0])
        #expect(driver.state.failureRatio(at: driver.now) == 0.6)
        driver.call(.success, times: 3)
        #expect(driver.state.failureRatio(at: driver.now) == 0.3)
    }

    // Source: FixedSizeSlidingWindowMetricsTest.testSlidingWindowMetrics, testRecordSuccess, testRecordError.
    @Test("The ratio falls with each success until the failure leaves a window of four calls")
    func fourCalls() {
        var driver = Self.watching(.calls(4))
        driver.call(.failure)
        for expected in [1, 1.0 / 2, 1.0 / 3, 1.0 / 4, 0] {
            #expect(driver.state.failureRatio(at: driver.now) == expected)
            driver.call(.success)
        }
    }

    // Source: FixedSizeSlidingWindowMetricsTest.testSlidingWindowMetricsWithSlowCalls, testRecordSlowSuccess,
    // testSlowCallsPercentage.
    @Test("Slow calls leave a window of two calls with the calls they were")
    func slowCallsLeave() {
        var driver = Self.watching(.calls(2))
        driver.call(.failure, isSlow: true)
        #expect(counts(driver) == [1, 1, 1])
        driver.call(.success, isSlow: true)
        #expect(counts(driver) == [2, 1, 2])
        driver.call(.success)
        #expect(counts(driver) == [2, 0, 1])
        #expect(driver.state.slowCallRatio(at: driver.now) == 0.5)
        driver.call(.success)
        #expect(counts(driver) == [2, 0, 0])
    }

    // Source: SlidingTimeWindowMetricsTest.testSlidingTimeWindowMetrics. Its buckets are of a second, our slices of half
    // a second here; the case holds for both.
    @Test("A window of 5 s counts second by second what Resilience4j's does")
    func fiveSeconds() {
        var driver = Self.watching(.time(.seconds(5)))
        driver.call(.failure)
        for (wait, outcome, expected) in [
            (0.1, CallOutcome.success, [2, 1]), (0.1, .success, [3, 1]), (1, .success, [4, 1]), (1, .success, [5, 1]),
            (1, .failure, [6, 2]), (1, .success, [7, 2]), (1, .success, [5, 1]), (1, .success, [5, 1]),
            (5, .success, [1, 0]),
        ] {
            driver.wait(.seconds(wait))
            driver.call(outcome)
            #expect(counts(driver).prefix(2) == expected[...])
        }
    }

    // Source: SlidingTimeWindowMetricsTest.shouldClearSlidingTimeWindowMetrics.
    @Test("A window of 5 s is empty once nothing was called for that long, and fills again")
    func fiveSecondsOfSilence() {
        var driver = Self.watching(.time(.seconds(5)))
        driver.call(.failure)
        driver.wait(.milliseconds(100))
        driver.call(.success)
        driver.wait(.milliseconds(700))
        driver.call(.failure, isSlow: true)
        driver.wait(.seconds(4))
        #expect(counts(driver) == [3, 2, 1])
        driver.wait(.seconds(1))
        #expect(counts(driver) == [0, 0, 0])
        #expect(driver.state.failureRatio(at: driver.now) == nil)
        driver.wait(.milliseconds(100))
        driver.call(.success)
        #expect(counts(driver) == [1, 0, 0])
        driver.wait(.seconds(5))
        driver.call(.success)
        #expect(counts(driver) == [1, 0, 0])
    }
}
