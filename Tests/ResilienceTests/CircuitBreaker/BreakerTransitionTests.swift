import Resilience
import TestSupport
import Testing

@Suite("Breaker transitions")
struct BreakerTransitionTests {
    @Test("Five failures in a row open it; four and a success do not")
    func opensOnConsecutiveFailures() {
        var driver = BreakerDriver()
        driver.call(.failure, times: 4)
        driver.call(.success)
        driver.call(.failure, times: 4)
        #expect(driver.state.status == .closed)
        let transition = driver.call(.failure)?.transition
        #expect(driver.state.status == .open)
        #expect(transition?.from == .closed)
        #expect(transition?.to == .open)
        #expect(transition?.reason == .tripped)
        #expect(transition?.openDuration == .seconds(30))
        #expect(transition?.counts.calls == 10)
        #expect(transition?.counts.failures == 9)
        #expect(transition?.counts.consecutiveFailures == 5)
    }

    @Test("Open rejects with what is left of the open time, and never a negative one")
    func openRejects() {
        var driver = BreakerDriver.opened()
        driver.wait(.seconds(10))
        #expect(driver.rejection() == driver.rejection())
        #expect(driver.rejection()?.reason == .open)
        #expect(driver.rejection()?.retryAfter == .seconds(20))
        #expect(driver.state.totals[.rejected] == 4)
    }

    @Test("The first call after the open time makes it half-open and is admitted")
    func admitGoesHalfOpen() {
        var driver = BreakerDriver.opened()
        driver.wait(.seconds(30))
        #expect(driver.state.wouldAdmit(at: driver.now))
        #expect(driver.state.status == .open)
        let step = driver.state.admit(at: driver.now)
        #expect(step.transition?.from == .open)
        #expect(step.transition?.to == .halfOpen)
        #expect(step.transition?.reason == .openTimeOver)
        #expect(step.transition?.timeInPreviousStatus == .seconds(30))
        #expect(driver.state.status == .halfOpen)
    }

    @Test("The timer makes it half-open when due and not before; elsewhere it does nothing")
    func advance() {
        var driver = BreakerDriver.opened()
        let due = driver.now.advanced(by: .seconds(30))
        #expect(driver.state.nextDeadline == due)
        driver.wait(.seconds(30) - .nanoseconds(1))
        #expect(driver.state.advance(at: driver.now) == nil)
        #expect(driver.state.advance(at: due)?.to == .halfOpen)
        #expect(driver.state.nextDeadline == nil)
        #expect(driver.state.advance(at: due) == nil)
    }

    @Test("Evidence makes an open breaker half-open early; elsewhere it does nothing")
    func recover() {
        var driver = BreakerDriver()
        #expect(driver.state.recover(at: driver.now) == nil)
        driver = .opened()
        #expect(driver.state.recover(at: driver.now)?.reason == .evidence)
        #expect(driver.state.status == .halfOpen)
        #expect(driver.state.recover(at: driver.now) == nil)
    }

    @Test("A half-open success closes it with fresh counts")
    func halfOpenSuccess() {
        var driver = BreakerDriver.halfOpened()
        let transition = driver.call(.success)?.transition
        #expect(transition?.from == .halfOpen)
        #expect(transition?.to == .closed)
        #expect(transition?.reason == .halfOpenSucceeded)
        #expect(transition?.counts.halfOpenSuccesses == 1)
        #expect(driver.state.counts(at: driver.now).calls == 0)
        driver.call(.failure, times: 4)
        #expect(driver.state.status == .closed)
    }

    @Test("A half-open failure opens it again for the whole open time")
    func halfOpenFailure() {
        var driver = BreakerDriver.halfOpened()
        let transition = driver.call(.failure)?.transition
        #expect(transition?.to == .open)
        #expect(transition?.reason == .halfOpenFailed)
        #expect(transition?.counts.consecutiveFailures == 6)
        #expect(driver.state.nextDeadline == driver.now.advanced(by: .seconds(30)))
    }

    @Test("Half-open admits N calls in flight and in total, and rejects the rest with its own reason")
    func halfOpenLimit() {
        var driver = BreakerDriver.halfOpened {
            $0.halfOpenMaxCalls = 3
            $0.halfOpenRule = .successes(3)
        }
        let first = driver.admit()
        driver.call(.success)
        let third = driver.admit()
        #expect(third != nil)
        #expect(driver.rejection()?.reason == .halfOpenFull)
        #expect(driver.rejection()?.retryAfter == .zero)
        driver.settle(third, .success)
        #expect(driver.rejection()?.reason == .halfOpenFull)
        #expect(driver.state.status == .halfOpen)
        driver.settle(first, .success)
        #expect(driver.state.status == .closed)
    }

    @Test("One half-open failure is enough, whatever the successes before it")
    func halfOpenFailureAmongSuccesses() {
        var driver = BreakerDriver.halfOpened {
            $0.halfOpenMaxCalls = 5
            $0.halfOpenRule = .successes(3)
        }
        driver.call(.success, times: 2)
        driver.call(.failure)
        #expect(driver.state.status == .open)
    }

    @Test("The open time grows with each half-open failure up to its cap, and starts afresh after closing")
    func growingOpenTime() {
        var driver = BreakerDriver.opened {
            $0.openDuration = .seconds(10)
            $0.openDurationGrowth = 2
            $0.maximumOpenDuration = .seconds(35)
        }
        for expected in [20, 35, 35] {
            _ = driver.state.recover(at: driver.now)
            #expect(driver.call(.failure)?.transition?.openDuration == .seconds(expected))
            #expect(driver.state.nextDeadline == driver.now.advanced(by: .seconds(expected)))
        }
        _ = driver.state.recover(at: driver.now)
        driver.call(.success)
        driver.call(.failure, times: 5)
        #expect(driver.state.lastTransition?.openDuration == .seconds(10))
    }

    @Test("A growth that would overflow a duration gives the cap")
    func growthDoesNotOverflow() {
        var driver = BreakerDriver.opened {
            $0.openDurationGrowth = .greatestFiniteMagnitude
        }
        _ = driver.state.recover(at: driver.now)
        #expect(driver.call(.failure)?.transition?.openDuration == .seconds(300))
    }

    @Test("Time in each status adds up, the current stay included")
    func timeInStatus() {
        var driver = BreakerDriver()
        driver.wait(.seconds(7))
        driver.call(.failure, times: 5)
        driver.wait(.seconds(31))
        _ = driver.state.advance(at: driver.now)
        driver.wait(.seconds(2))
        #expect(driver.state.time(in: .closed, at: driver.now) == .seconds(7))
        #expect(driver.state.time(in: .open, at: driver.now) == .seconds(31))
        #expect(driver.state.time(in: .halfOpen, at: driver.now) == .seconds(2))
        #expect(driver.state.time(in: .forcedOpen, at: driver.now) == .zero)
        #expect(driver.state.transitionCount == 2)
    }
}
