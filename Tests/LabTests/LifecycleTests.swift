import Testing

@testable import Lab

@Suite struct LifecycleTests {
    private let start = ContinuousClock.now

    private func after(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func delaysGrowToFiveSeconds() {
        var lifecycle = Lifecycle(policy: .backOff, now: start)
        var delays: [Duration?] = []
        for _ in 0..<6 {
            lifecycle.started(at: start)
            delays.append(lifecycle.exited(at: after(1)))
        }
        let expected: [Duration?] = [.seconds(0.5), .seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5)]
        #expect(delays == expected)
    }

    @Test func aHealthyRunResetsTheDelay() {
        var lifecycle = Lifecycle(policy: .backOff, now: start)
        for _ in 0..<3 {
            lifecycle.started(at: start)
            _ = lifecycle.exited(at: after(1))
        }
        lifecycle.started(at: after(10))
        #expect(lifecycle.exited(at: after(20)) == .milliseconds(500))
    }

    @Test func aRestartIsDueWhenItsDelayIsOver() {
        var lifecycle = Lifecycle(policy: .backOff, now: start)
        #expect(lifecycle.isStartDue(at: start))
        lifecycle.started(at: start)
        #expect(!lifecycle.isStartDue(at: after(9)))
        _ = lifecycle.exited(at: after(9))
        #expect(!lifecycle.isStartDue(at: after(9.4)))
        #expect(lifecycle.isStartDue(at: after(9.5)))
    }

    @Test func heldStaysDownUntilReleased() {
        var lifecycle = Lifecycle(policy: .backOff, now: start)
        lifecycle.started(at: start)
        lifecycle.hold()
        #expect(lifecycle.exited(at: after(1)) == nil)
        #expect(lifecycle.state == .held)
        #expect(!lifecycle.isStartDue(at: after(100)))
        lifecycle.release(at: after(5))
        #expect(lifecycle.isStartDue(at: after(5)))
    }

    @Test func holdingBetweenTwoStartsKeepsItDown() {
        var lifecycle = Lifecycle(policy: .backOff, now: start)
        lifecycle.started(at: start)
        _ = lifecycle.exited(at: after(1))
        lifecycle.hold()
        #expect(lifecycle.state == .held)
    }

    @Test func releasingARunningProcessLeavesItRunning() {
        var lifecycle = Lifecycle(policy: .backOff, now: start)
        lifecycle.started(at: start)
        lifecycle.release(at: after(1))
        #expect(lifecycle.state == .running(since: start))
    }

    @Test func whatCannotBeStartedIsNotTriedAgain() {
        var lifecycle = Lifecycle(policy: .backOff, now: start)
        lifecycle.failedToStart()
        #expect(lifecycle.state == .ended)
        #expect(!lifecycle.isStartDue(at: after(100)))
    }

    @Test func aOneOffEndsForGood() {
        var lifecycle = Lifecycle(policy: .never, now: start)
        lifecycle.started(at: start)
        #expect(lifecycle.exited(at: after(1)) == nil)
        #expect(lifecycle.state == .ended)
        lifecycle.release(at: after(2))
        #expect(!lifecycle.isStartDue(at: after(100)))
    }
}
