import Resilience
import TestSupport
import Testing

@Suite("Trip rules")
struct TripRuleTests {
    @Test("A ratio opens at exactly the threshold, and never below the minimum number of calls")
    func ratioThreshold() {
        var driver = BreakerDriver {
            $0.tripRule = .failureRatio(0.5)
            $0.minimumCalls = 10
        }
        driver.call(.failure, times: 5)
        driver.call(.success, times: 4)
        #expect(driver.state.status == .closed)
        #expect(driver.state.failureRatio(at: driver.now) == nil)
        // The deciding tenth call is a success: the window is evaluated on successes too.
        let transition = driver.call(.success)?.transition
        #expect(transition?.to == .open)
        #expect(driver.state.failureRatio(at: driver.now) == 0.5)
    }

    @Test("Just below the threshold it stays closed")
    func belowThreshold() {
        var driver = BreakerDriver {
            $0.tripRule = .failureRatio(0.5)
            $0.minimumCalls = 11
        }
        for _ in 0..<500 {
            driver.call(.success)
            driver.call(.failure)
            driver.call(.success)
        }
        #expect(driver.state.status == .closed)
    }

    @Test("Any opens with one rule, all only with every rule")
    func conjunctions() {
        let rules: [TripRule] = [.consecutiveFailures(3), .failureRatio(0.5)]
        var any = BreakerDriver { $0.tripRule = .any(rules) }
        any.call(.success, times: 50)
        any.call(.failure, times: 3)
        #expect(any.state.status == .open)

        var all = BreakerDriver { $0.tripRule = .all(rules) }
        all.call(.success, times: 50)
        all.call(.failure, times: 49)
        #expect(all.state.status == .closed)
        all.call(.failure)
        #expect(all.state.status == .open)
    }

    @Test("Never means never")
    func never() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.call(.failure, times: 1000)
        #expect(driver.state.status == .closed)
    }

    @Test("Behind four attempts at 60 % random errors a call fails in 13 %, and the full rule never opens")
    func transientErrorsDoNotOpen() {
        for seed in 0..<20 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var full = BreakerDriver { $0.tripRule = .all([.consecutiveFailures(5), .failureRatio(0.8)]) }
            for _ in 0..<20_000 {
                full.wait(.milliseconds(10))
                let attemptsFail = (0..<4).allSatisfy { _ in Double.random(in: 0..<1, using: &generator) < 0.6 }
                full.call(attemptsFail ? .failure : .success)
            }
            #expect(full.state.transitionCount == 0)
            #expect((0.12...0.14).contains(Double(full.state.totals[.failure]) / 20_000))
        }
    }

    @Test("The bare rule of five in a row does open at 60 % random errors per attempt")
    func bareRuleOpens() {
        var generator = SeededGenerator(seed: 1)
        var bare = BreakerDriver()
        for _ in 0..<1000 {
            bare.wait(.milliseconds(10))
            bare.call(Double.random(in: 0..<1, using: &generator) < 0.6 ? .failure : .success)
        }
        #expect(bare.state.transitionCount > 0)
    }

    @Test("The full rule opens at the twentieth call when every call fails")
    func outageOpens() {
        var driver = BreakerDriver { $0.tripRule = .all([.consecutiveFailures(5), .failureRatio(0.8)]) }
        driver.call(.failure, times: 19)
        #expect(driver.state.status == .closed)
        driver.call(.failure)
        #expect(driver.state.status == .open)
    }
}
