import TestSupport
import Testing

@testable import BackendService

@Suite struct WorkQueueTests {
    /// What a queue that keeps every request in a list would do.
    private struct Model {
        var ends: [Duration] = []

        mutating func enter(_ capacity: Double, _ elapsed: Duration) -> WorkQueue.Admission {
            let free = max(elapsed, ends.last ?? .zero)
            if free - elapsed > WorkQueue.longestWait { return .refused(free - elapsed - WorkQueue.longestWait) }
            ends.append(free + .seconds(1) / capacity)
            return .admitted(ends[ends.count - 1] - elapsed)
        }
    }

    @Test func agreesWithAListOfRequests() {
        for seed in 0..<2_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var (queue, model) = (WorkQueue(), Model())
            let capacity = Double.random(in: 1...500, using: &generator)
            var elapsed: Duration = .zero
            for _ in 0..<50 {
                elapsed += .microseconds(Int.random(in: 0...20_000, using: &generator))
                #expect(
                    queue.enter(capacity: capacity, elapsed: elapsed) == model.enter(capacity, elapsed),
                    "seed \(seed)"
                )
            }
        }
    }

    @Test(arguments: [10.0, 65, 260, 1_300])
    func underOverloadExactlyTheCapacityIsAdmitted(_ capacity: Double) {
        var queue = WorkQueue()
        var admitted = 0
        // Four times as much as it can do, for 20 s.
        for index in 0..<Int(capacity * 80) {
            let elapsed = Duration.seconds(Double(index) / (capacity * 4))
            guard case .admitted(let time) = queue.enter(capacity: capacity, elapsed: elapsed) else { continue }
            admitted += 1
            #expect(time <= WorkQueue.longestWait + .seconds(1) / capacity)
        }
        // What waits at the end is admitted, and not done yet.
        let done = Double(admitted) - capacity * 0.1
        #expect(abs(done - capacity * 20) <= 2)
    }

    @Test func anIdleServerTakesARequestHoweverSlowItIs() {
        var queue = WorkQueue()
        #expect(queue.enter(capacity: 0.5, elapsed: .seconds(9)) == .admitted(.seconds(2)))
        #expect(queue.enter(capacity: 0.5, elapsed: .seconds(9)) == .refused(.milliseconds(1_900)))
        #expect(queue.enter(capacity: 0.5, elapsed: .seconds(11)) == .admitted(.seconds(2)))
    }
}
