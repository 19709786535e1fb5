import Resilience
import TestSupport
import Testing

@Suite("Hedge", .timeLimit(.minutes(1)))
struct HedgeTests {
    /// What an attempt says, and when, in milliseconds after it began; nil says it when it is cancelled.
    private struct Script: Sendable {
        var answer: String
        var after: Int?
    }

    /// A good answer is in capitals.
    private static func isGood(_ answer: String) -> Bool { answer.uppercased() == answer }

    private let clock = ManualClock()
    private let began = Recorder<Int>()
    private let cancelled = Recorder<Int>()
    private let results = Recorder<HedgeResult>()
    private let losers = Recorder<String>()
    /// The answers that the hedge has been told of while the call went on.
    private let judged = Recorder<String>()

    private func call(
        after delay: Duration? = .milliseconds(100),
        canHedge: Bool = true,
        _ scripts: Script...
    ) -> Task<String, Never> {
        Task { [clock, began, cancelled, results, losers, judged] in
            await Hedge(clock: clock).run(
                after: delay,
                isGood: { answer in
                    judged.record(answer)
                    return Self.isGood(answer)
                },
                canHedge: { canHedge },
                onResult: results.record,
                onLoser: { answer, number in losers.record("\(number): \(answer)") }
            ) { number in
                began.record(number)
                let script = scripts[number - 1]
                do {
                    try await clock.sleep(for: script.after.map { .milliseconds($0) } ?? .seconds(1_000_000))
                    return script.answer
                } catch {
                    cancelled.record(number)
                    return script.after == nil ? script.answer : "cancelled"
                }
            }
        }
    }

    @Test("An answer before the delay is over is used, good or bad, and no hedge is sent", arguments: ["GOOD", "bad"])
    func quick(answer: String) async {
        let call = call(Script(answer: answer, after: 99))
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(99))
        #expect(await call.value == answer)
        #expect(began.all == [1])
        #expect(results.all == [] && losers.all == [])
        #expect(clock.sleeperCount == 0)
    }

    @Test("The hedge wins: the first attempt is cancelled and awaited, and what it says is only told")
    func won() async {
        let call = call(Script(answer: "FIRST", after: nil), Script(answer: "HEDGE", after: 10))
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(100))
        await clock.waitForSleepers(2)
        #expect(began.all == [1, 2])
        clock.advance(by: .milliseconds(10))
        #expect(await call.value == "HEDGE")
        #expect(results.all == [.won])
        #expect(cancelled.all == [1])
        #expect(losers.all == ["1: FIRST"])
        #expect(clock.sleeperCount == 0)
    }

    @Test("The first attempt wins after all: the hedge is cancelled and awaited")
    func lost() async {
        let call = call(Script(answer: "FIRST", after: 150), Script(answer: "HEDGE", after: 60))
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(100))
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(50))
        #expect(await call.value == "FIRST")
        #expect(results.all == [.lost])
        #expect(cancelled.all == [2])
        #expect(losers.all == ["2: cancelled"])
        #expect(clock.sleeperCount == 0)
    }

    @Test("A denied hedge leaves the call to the first attempt")
    func denied() async {
        let call = call(canHedge: false, Script(answer: "FIRST", after: 300))
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(100))
        while results.all.isEmpty { await Task.yield() }
        clock.advance(by: .milliseconds(200))
        #expect(await call.value == "FIRST")
        #expect(results.all == [.denied])
        #expect(began.all == [1])
    }

    @Test("Without a delay there is no hedge")
    func withoutDelay() async {
        let call = call(after: nil, Script(answer: "FIRST", after: 5000))
        await clock.waitForSleepers()
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .milliseconds(5000))
        #expect(await call.value == "FIRST")
        #expect(results.all == [])
    }

    @Test("Of two under way the one that fails leaves the call to the other", arguments: [true, false])
    func oneFails(isFirst: Bool) async {
        let call = call(
            isFirst ? Script(answer: "failed", after: 110) : Script(answer: "GOOD", after: 120),
            isFirst ? Script(answer: "GOOD", after: 20) : Script(answer: "failed", after: 10)
        )
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(100))
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(10))
        while judged.all.isEmpty { await Task.yield() }
        #expect(judged.all == ["failed"])
        clock.advance(by: .milliseconds(10))
        #expect(await call.value == "GOOD")
        #expect(results.all == [isFirst ? .won : .lost])
        #expect(cancelled.all == [] && losers.all == [])
    }

    @Test("If both fail the first one's failure is returned", arguments: [110, 130])
    func bothFail(first: Int) async {
        let call = call(Script(answer: "first failed", after: first), Script(answer: "hedge failed", after: 20))
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(100))
        await clock.waitForSleepers(2)
        for _ in 0..<3 {
            clock.advance(by: .milliseconds(10))
            for _ in 0..<100 { await Task.yield() }
        }
        #expect(await call.value == "first failed")
        #expect(results.all == [.lost])
        #expect(losers.all == [])
    }

    @Test("Cancelling the call cancels the first attempt, and no hedge is sent any more")
    func cancelledBefore() async {
        let call = call(Script(answer: "gone", after: nil), Script(answer: "HEDGE", after: 10))
        await clock.waitForSleepers(2)
        call.cancel()
        #expect(await call.value == "gone")
        #expect(began.all == [1])
        #expect(cancelled.all == [1])
        #expect(results.all == [])
        #expect(clock.sleeperCount == 0)
    }

    @Test("A hedge that falls due as the call is cancelled is not sent")
    func dueWhenCancelled() async {
        let call = Task { [clock, began, results] in
            await Hedge(clock: DeafClock(clock)).run(
                after: .milliseconds(100),
                isGood: { _ in true },
                onResult: results.record
            ) { number in
                began.record(number)
                // Goes on until the test moves the clock, cancelled or not.
                await Task { try? await clock.sleep(until: .init(offset: .seconds(1))) }.value
                return number
            }
        }
        await clock.waitForSleepers(2)
        call.cancel()
        while clock.sleeperCount != 1 { await Task.yield() }
        for _ in 0..<100 { await Task.yield() }
        clock.advance(by: .seconds(1))
        #expect(await call.value == 1)
        #expect(began.all == [1])
        #expect(results.all == [])
    }

    @Test("Cancelling the call cancels both attempts")
    func cancelledBoth() async {
        let call = call(Script(answer: "gone", after: nil), Script(answer: "hedge gone", after: nil))
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(100))
        await clock.waitForSleepers(2)
        call.cancel()
        #expect(await call.value == "gone")
        #expect(Set(cancelled.all) == [1, 2])
        #expect(results.all == [.lost])
        #expect(clock.sleeperCount == 0)
    }
}
