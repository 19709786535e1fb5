import Resilience
import Synchronization
import TestSupport
import Testing

/// Many threads at one bulkhead: turns, deadlines and cancellations meet in every order.
@Suite("Bulkhead under contention", .timeLimit(.minutes(2)))
struct BulkheadStressTests {
    private final class Watch: Sendable {
        private let inside = Atomic<Int>(0)
        private let most = Atomic<Int>(0)
        private let calls = Atomic<Int>(0)
        private let turnedAway = Atomic<Int>(0)

        func enter() {
            let now = inside.wrappingAdd(1, ordering: .relaxed).newValue
            most.max(now, ordering: .relaxed)
            calls.add(1, ordering: .relaxed)
        }
        func leave() { inside.subtract(1, ordering: .relaxed) }
        func turnAway() { turnedAway.add(1, ordering: .relaxed) }

        var figures: (most: Int, calls: Int, turnedAway: Int) {
            (most.load(ordering: .relaxed), calls.load(ordering: .relaxed), turnedAway.load(ordering: .relaxed))
        }
    }

    @Test("Every call ends, no more than the limit run at once, and no place is lost", arguments: [0, 3, 1000])
    func everyCallEnds(queue: Int) async {
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = 3
        configuration.maxQueue = queue
        let bulkhead = Bulkhead(name: "b", configuration: configuration, clock: ContinuousClock())
        let watch = Watch()
        let tasks = 16
        let rounds = 300
        await withTaskGroup(of: Void.self) { group in
            for seed in 0..<tasks {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(seed))
                    for _ in 0..<rounds {
                        let kind = Int.random(in: 0..<4, using: &generator)
                        let call = Task {
                            let deadline = kind == 0 ? ContinuousClock.now.advanced(by: .microseconds(50)) : nil
                            do throws(BulkheadCallError<Never>) {
                                try await bulkhead.run(until: deadline) {
                                    watch.enter()
                                    await Task.yield()
                                    watch.leave()
                                }
                            } catch {
                                watch.turnAway()
                            }
                        }
                        if kind == 1 { call.cancel() }
                        await call.value
                    }
                }
            }
        }
        let snapshot = bulkhead.snapshot()
        #expect(snapshot.inFlight == 0)
        #expect(snapshot.queued == 0)
        #expect(watch.figures.most <= 3)
        let rejected = BulkheadRejection.allCases.reduce(0) { $0 + snapshot.rejections[$1] }
        #expect(rejected == watch.figures.turnedAway)
        #expect(watch.figures.calls + rejected == tasks * rounds)
        if queue == 1000 { #expect(snapshot.rejections[.queueFull] == 0) }
    }
}
