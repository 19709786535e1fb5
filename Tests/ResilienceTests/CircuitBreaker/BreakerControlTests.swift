import Resilience
import TestSupport
import Testing

@Suite("Commands and reconfiguration")
struct BreakerControlTests {
    @Test("Forced open rejects with its own reason, whatever the time, until reset")
    func forceOpen() {
        var driver = BreakerDriver()
        let transition = driver.state.force(.forceOpen, at: driver.now)
        #expect(transition?.reason == .command)
        #expect(transition?.openDuration == nil)
        driver.wait(.seconds(3600))
        #expect(driver.state.advance(at: driver.now) == nil)
        #expect(driver.state.recover(at: driver.now) == nil)
        #expect(driver.rejection()?.reason == .forcedOpen)
        #expect(driver.state.force(.reset, at: driver.now)?.to == .closed)
        #expect(driver.admit() != nil)
    }

    @Test("Disabled admits all and keeps no window; its totals go on")
    func disable() {
        var driver = BreakerDriver.opened()
        #expect(driver.state.force(.disable, at: driver.now)?.to == .disabled)
        driver.call(.failure, times: 100)
        #expect(driver.state.status == .disabled)
        #expect(driver.state.counts(at: driver.now).calls == 5)
        #expect(driver.state.totals[.failure] == 105)
    }

    @Test("Metrics only admits all and goes on counting, but never opens")
    func metricsOnly() {
        var driver = BreakerDriver.opened()
        #expect(driver.state.force(.metricsOnly, at: driver.now)?.to == .metricsOnly)
        driver.call(.failure, times: 100)
        #expect(driver.state.status == .metricsOnly)
        #expect(driver.state.failureRatio(at: driver.now) == 1)
        #expect(driver.state.totals[.failure] == 105)
        // Back in earnest it starts afresh.
        #expect(driver.state.force(.reset, at: driver.now)?.to == .closed)
        #expect(driver.state.counts(at: driver.now).calls == 0)
    }

    @Test("Every command cancels the open time", arguments: BreakerCommand.allCases)
    func cancelsTimer(command: BreakerCommand) {
        var driver = BreakerDriver.opened()
        _ = driver.state.force(command, at: driver.now)
        #expect(driver.state.nextDeadline == nil)
        driver.wait(.seconds(31))
        #expect(driver.state.advance(at: driver.now) == nil)
    }

    @Test("Repeating a command makes no second transition", arguments: BreakerCommand.allCases)
    func idempotent(command: BreakerCommand) {
        var driver = BreakerDriver.opened()
        #expect(driver.state.force(command, at: driver.now) != nil)
        #expect(driver.state.force(command, at: driver.now) == nil)
        #expect(driver.state.transitionCount == 2)
    }

    @Test("Resetting a closed breaker forgets what it counted")
    func resetClosed() {
        var driver = BreakerDriver()
        driver.call(.failure, times: 4)
        #expect(driver.state.force(.reset, at: driver.now) == nil)
        #expect(driver.state.counts(at: driver.now).calls == 0)
        driver.call(.failure, times: 4)
        #expect(driver.state.status == .closed)
    }

    @Test("New rules apply at once and keep the window")
    func keepsWindow() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.call(.failure, times: 30)
        var configuration = driver.state.configuration
        configuration.tripRule = .failureRatio(0.9)
        #expect(driver.state.reconfigure(configuration, at: driver.now) == nil)
        #expect(driver.state.counts(at: driver.now).calls == 30)
        #expect(driver.call(.success)?.transition?.to == .open)
    }

    @Test("A new open time is measured from when the breaker opened")
    func newOpenTime() {
        var driver = BreakerDriver.opened()
        let opened = driver.now
        driver.wait(.seconds(5))
        var configuration = driver.state.configuration
        configuration.openDuration = .seconds(8)
        _ = driver.state.reconfigure(configuration, at: driver.now)
        #expect(driver.state.nextDeadline == opened.advanced(by: .seconds(8)))
    }

    @Test("Fewer successes to close may be enough at once, so that half-open cannot stick")
    func fewerSuccesses() {
        var driver = BreakerDriver.halfOpened {
            $0.halfOpenMaxCalls = 5
            $0.halfOpenRule = .successes(5)
        }
        driver.call(.success, times: 3)
        var configuration = driver.state.configuration
        configuration.halfOpenMaxCalls = 2
        configuration.halfOpenRule = .successes(2)
        #expect(driver.state.reconfigure(configuration, at: driver.now)?.reason == .reconfigured)
        #expect(driver.state.status == .closed)
    }

    @Test("Twenty-three transitions are legal; none stays where it is")
    func legalTransitions() {
        let legal = BreakerStatus.legalTransitions
        #expect(legal.count == 23)
        #expect(legal.allSatisfy { $0.from != $0.to })
        #expect(!BreakerStatus.closed.canBecome(.halfOpen))
        #expect(!BreakerStatus.forcedOpen.canBecome(.open))
    }
}
