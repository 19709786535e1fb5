import Resilience
import Synchronization
import TestSupport
import Testing

/// Many hedged calls at once, on the real clock: delays, answers and cancellations meet in every order.
@Suite("Hedge under contention", .timeLimit(.minutes(2)))
struct HedgeStressTests {
    private final class Watch: Sendable {
        let inside = Atomic<Int>(0)
        let hedges = Atomic<Int>(0)
        let settled = Atomic<Int>(0)
        let losers = Atomic<Int>(0)
    }

    @Test("Every call returns with nothing left running, and every hedge won or lost")
    func nothingLeaks() async {
        let watch = Watch()
        await withTaskGroup(of: Void.self) { group in
            for seed in 0..<8 {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(seed))
                    for _ in 0..<200 {
                        let times = [
                            Int.random(in: 0...300, using: &generator), Int.random(in: 0...300, using: &generator),
                        ]
                        let areGood = [Bool.random(using: &generator), Bool.random(using: &generator)]
                        let delay = Duration.microseconds(Int.random(in: 0...300, using: &generator))
                        let call = Task {
                            await Self.hedged(delay, times, areGood, watch)
                        }
                        if Int.random(in: 0..<4, using: &generator) == 0 { call.cancel() }
                        await call.value
                    }
                }
            }
        }
        #expect(watch.inside.load(ordering: .relaxed) == 0)
        #expect(watch.hedges.load(ordering: .relaxed) == watch.settled.load(ordering: .relaxed))
        #expect(watch.losers.load(ordering: .relaxed) <= watch.hedges.load(ordering: .relaxed))
    }

    private static func hedged(_ delay: Duration, _ times: [Int], _ areGood: [Bool], _ watch: Watch) async {
        let clock = ContinuousClock()
        let answer = await Hedge(clock: clock).run(
            after: delay,
            isGood: { areGood[$0 - 1] },
            onResult: { result in
                #expect(result != .denied)
                watch.settled.add(1, ordering: .relaxed)
            },
            onLoser: { _, _ in watch.losers.add(1, ordering: .relaxed) }
        ) { number in
            watch.inside.add(1, ordering: .relaxed)
            if number == 2 { watch.hedges.add(1, ordering: .relaxed) }
            do {
                try await clock.sleep(for: .microseconds(times[number - 1]))
            } catch {
                // Cancelled: answers all the same.
            }
            watch.inside.subtract(1, ordering: .relaxed)
            return number
        }
        #expect(answer == 1 || answer == 2)
    }
}
