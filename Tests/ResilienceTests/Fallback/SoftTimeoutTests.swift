import Resilience
import TestSupport
import Testing

@Suite("Soft timeout", .timeLimit(.minutes(1)))
struct SoftTimeoutTests {
    @Test("Where an answer exists nobody waits longer than the soft timeout; the call goes on and refreshes it")
    func softTimeout() async {
        let stand = StaleFallbackStand { $0.softTimeout = .seconds(1) }
        _ = await stand.answer { 1 }
        let hang = Signal()
        let caller = Task {
            await stand.answer {
                await hang.wait()
                return 2
            }
        }
        await stand.clock.waitForSleepers()
        stand.clock.advance(by: .seconds(1))
        #expect(describe(await caller.value) == "stale 1 of 1.0, soft timeout")
        hang.set()
        await stand.finishSpawned()
        #expect(describe(await stand.answer { nil }) == "stale 2 of 0.0, failed true")
        #expect(stand.events.all.count { $0 == .softTimeout } == 1)
        #expect(stand.clock.sleeperCount == 0)
    }

    @Test("Without an answer to serve there is no soft timeout")
    func nothingToServe() async {
        let stand = StaleFallbackStand { $0.softTimeout = .seconds(1) }
        let hang = Signal()
        let caller = Task {
            await stand.answer {
                stand.clock.advance(by: .seconds(100))
                hang.set()
                return nil
            }
        }
        await hang.wait()
        #expect(describe(await caller.value) == "called failed")
        #expect(!stand.events.all.contains(.softTimeout))
    }

    @Test("A call that is in time is answered with what it came to, good or not")
    func inTime() async {
        let stand = StaleFallbackStand { $0.softTimeout = .seconds(1) }
        _ = await stand.answer { 1 }
        #expect(describe(await stand.answer { 2 }) == "called 2")
        #expect(describe(await stand.answer { nil }) == "stale 2 of 0.0, failed true")
        #expect(stand.clock.sleeperCount == 0)
    }

    @Test("A call that fails after its caller was served changes nothing")
    func lateFailure() async {
        let stand = StaleFallbackStand { $0.softTimeout = .seconds(1) }
        _ = await stand.answer { 1 }
        let hang = Signal()
        let caller = Task {
            await stand.answer {
                await hang.wait()
                return nil
            }
        }
        await stand.clock.waitForSleepers()
        stand.clock.advance(by: .seconds(2))
        _ = await caller.value
        hang.set()
        await stand.finishSpawned()
        #expect(describe(await stand.answer { nil }) == "stale 1 of 2.0, failed true")
    }

    @Test("A caller that leaves before the soft timeout takes its call with it")
    func cancellation() async {
        let stand = StaleFallbackStand { $0.softTimeout = .seconds(1) }
        _ = await stand.answer { 1 }
        let caller = Task {
            await stand.answer {
                do {
                    try await stand.clock.sleep(until: ManualClock.Instant(offset: .seconds(3600)))
                    return 2
                } catch {
                    return -1
                }
            }
        }
        await stand.clock.waitForSleepers(2)
        caller.cancel()
        #expect(describe(await caller.value) == "called -1")
        await stand.finishSpawned()
        #expect(stand.clock.sleeperCount == 0)
    }

    @Test("Of the calls that outlive their soft timeout a few of each key go on, and the others are cancelled")
    func bounded() async {
        let stand = StaleFallbackStand {
            $0.softTimeout = .seconds(1)
            $0.outlivingPerKey = 2
            $0.outlivingInAll = 3
        }
        for key in ["a", "b"] { _ = await stand.answer(key) { 1 } }
        let hang = Signal()
        let cancelled = Recorder<String>()
        func hanging(_ key: String, _ hang: Signal) async {
            let entered = Signal()
            let caller = Task {
                await stand.answer(key) {
                    await withTaskCancellationHandler {
                        entered.set()
                        await hang.wait()
                    } onCancel: {
                        cancelled.record(key)
                    }
                    return 2
                }
            }
            // A call that is cancelled before it has begun would say so later.
            await entered.wait()
            await stand.clock.waitForSleepers()
            stand.clock.advance(by: .seconds(1))
            #expect(describe(await caller.value).hasSuffix("soft timeout"))
        }
        for key in ["a", "a", "a", "b", "b"] { await hanging(key, hang) }
        #expect(cancelled.all == ["a", "b"])
        hang.set()
        await stand.finishSpawned()
        // Their places are free again.
        let again = Signal()
        for key in ["a", "a", "b"] { await hanging(key, again) }
        #expect(cancelled.all == ["a", "b"])
        again.set()
        await stand.finishSpawned()
    }
}
