import Resilience
import TestSupport
import Testing

@Suite("Settling permits")
struct BreakerSettlementTests {
    @Test("A result of an earlier generation only counts as late", arguments: CallOutcome.allCases)
    func lateAfterOpening(outcome: CallOutcome) {
        var driver = BreakerDriver()
        let slow = driver.admit()
        driver.call(.failure, times: 5)
        let deadline = driver.state.nextDeadline
        let counts = driver.state.counts(at: driver.now)
        driver.wait(.milliseconds(10))
        let settlement = driver.settle(slow, outcome)
        #expect(settlement?.result == .late)
        #expect(settlement?.transition == nil)
        #expect(driver.state.status == .open)
        #expect(driver.state.nextDeadline == deadline)
        #expect(driver.state.counts(at: driver.now) == counts)
        #expect(driver.state.totals[.late] == 1)
        #expect(driver.state.totals[.failure] == 5)
        #expect(driver.state.transitionCount == 1)
    }

    @Test("A result from before the opening decides nothing in half-open, nor after closing")
    func lateInLaterStatuses() {
        var driver = BreakerDriver()
        let slow = (0..<2).map { _ in driver.admit() }
        driver.call(.failure, times: 5)
        _ = driver.state.recover(at: driver.now)
        #expect(driver.settle(slow[0], .success)?.result == .late)
        #expect(driver.state.status == .halfOpen)
        driver.call(.success)
        #expect(driver.settle(slow[1], .failure)?.result == .late)
        #expect(driver.state.counts(at: driver.now).consecutiveFailures == 0)
    }

    @Test("A half-open permit that outlives its half-open is late")
    func lateHalfOpen() {
        var driver = BreakerDriver.halfOpened { $0.halfOpenMaxCalls = 2 }
        let slow = driver.admit()
        driver.call(.failure)
        _ = driver.state.recover(at: driver.now)
        #expect(driver.settle(slow, .success)?.result == .late)
        #expect(driver.state.status == .halfOpen)
        #expect(driver.admit() != nil)
        #expect(driver.admit() != nil)
        #expect(driver.admit() == nil)
    }

    @Test("Ignored and cancelled calls give their half-open place back", arguments: [CallOutcome.ignored, .cancelled])
    func neutralInHalfOpen(outcome: CallOutcome) {
        var driver = BreakerDriver.halfOpened()
        for _ in 0..<10 {
            let holder = driver.admit()
            #expect(driver.rejection()?.reason == .halfOpenFull)
            #expect(driver.settle(holder, outcome)?.transition == nil)
            #expect(driver.state.status == .halfOpen)
        }
        driver.call(.success)
        #expect(driver.state.status == .closed)
    }

    @Test("Ignored and cancelled calls neither count nor break a streak", arguments: [CallOutcome.ignored, .cancelled])
    func neutralInClosed(outcome: CallOutcome) {
        var driver = BreakerDriver()
        driver.call(.failure, times: 4)
        driver.call(outcome, times: 100)
        #expect(driver.state.counts(at: driver.now).calls == 4)
        #expect(driver.state.status == .closed)
        driver.call(.failure)
        #expect(driver.state.status == .open)
        #expect(driver.state.totals[outcome == .ignored ? .ignored : .cancelled] == 100)
    }

    @Test("Cancelled calls are neutral while disabled")
    func neutralInDisabled() {
        var driver = BreakerDriver()
        _ = driver.state.force(.disable, at: driver.now)
        #expect(driver.call(.cancelled)?.result == .cancelled)
        #expect(driver.state.counts(at: driver.now).calls == 0)
    }
}
