import Resilience
import TestSupport
import Testing

@Suite("Sliding window")
struct SlidingWindowTests {
    private func counts(_ driver: BreakerDriver) -> [Int] {
        let counts = driver.state.counts(at: driver.now)
        return [counts.calls, counts.failures]
    }

    @Test("Slices leave one by one")
    func slides() {
        var driver = BreakerDriver { $0.tripRule = .never }
        for _ in 0..<10 {
            driver.call(.failure)
            driver.call(.success)
            driver.wait(.seconds(1))
        }
        // Ten slices were filled; the eleventh has begun and pushed the first out.
        for left in stride(from: 9, through: 0, by: -1) {
            #expect(counts(driver) == [2 * left, left])
            driver.wait(.seconds(1))
        }
    }

    @Test("A slice holds to its very end")
    func boundary() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.call(.failure)
        driver.wait(.seconds(10) - .nanoseconds(1))
        #expect(counts(driver) == [1, 1])
        driver.wait(.nanoseconds(1))
        #expect(counts(driver) == [0, 0])
    }

    @Test("A long silence empties it, and it works on")
    func silence() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.call(.failure, times: 30)
        driver.wait(.seconds(1_000_000_007))
        driver.call(.success)
        #expect(counts(driver) == [1, 0])
        driver.wait(.seconds(9))
        #expect(counts(driver) == [1, 0])
        driver.wait(.seconds(1))
        #expect(counts(driver) == [0, 0])
    }

    @Test("Looking at it changes nothing")
    func observation() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.call(.failure)
        let later = driver.now.advanced(by: .seconds(60))
        #expect(driver.state.counts(at: later).calls == 0)
        #expect(counts(driver) == [1, 1])
    }

    @Test("A time that steps back a little counts in the current slice")
    func backwards() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.wait(.seconds(5))
        driver.call(.failure)
        driver.wait(.milliseconds(-1500))
        driver.call(.failure)
        #expect(counts(driver) == [2, 2])
    }

    @Test("A new length keeps what was counted, as far as it reaches")
    func resize() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.call(.failure, times: 3)
        driver.wait(.seconds(6))
        driver.call(.success, times: 2)
        var configuration = driver.state.configuration
        configuration.window = .time(.seconds(60))
        _ = driver.state.reconfigure(configuration, at: driver.now)
        #expect(counts(driver) == [5, 3])
        driver.wait(.seconds(30))
        #expect(counts(driver) == [5, 3])
        configuration.window = .time(.seconds(5))
        _ = driver.state.reconfigure(configuration, at: driver.now)
        #expect(counts(driver) == [0, 0])
    }

    @Test("Shortening drops the old and keeps the young")
    func shorten() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.call(.failure, times: 3)
        driver.wait(.seconds(6))
        driver.call(.success, times: 2)
        var configuration = driver.state.configuration
        configuration.window = .time(.seconds(5))
        _ = driver.state.reconfigure(configuration, at: driver.now)
        #expect(counts(driver) == [2, 0])
    }
}
