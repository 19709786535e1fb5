import Synchronization
import TestSupport
import Testing

@testable import EventLoop

@Suite struct TimerTests {
    final class Named: LoopTimer {
        let name: Int
        init(_ name: Int) { self.name = name }
    }

    @Test func timersComeOutInOrderWhateverTheOrderTheyWentIn() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            var heap = TimerHeap()
            let deadlines = (0..<50).map { _ in Int64.random(in: 0..<1000, using: &generator) }
            let timers = deadlines.indices.map(Named.init)
            for (timer, deadline) in zip(timers, deadlines) { heap.schedule(timer, at: deadline) }
            // Move some, remove some.
            var expected = deadlines.map(Optional.some)
            for index in 0..<50 where Bool.random(using: &generator) {
                if Bool.random(using: &generator) {
                    heap.cancel(timers[index])
                    expected[index] = nil
                } else {
                    let moved = Int64.random(in: 0..<1000, using: &generator)
                    heap.schedule(timers[index], at: moved)
                    expected[index] = moved
                }
            }
            var popped: [Int64] = []
            while let timer = heap.popDue(now: .max) {
                #expect(!timer.isScheduled)
                popped.append(timer.deadline)
            }
            #expect(popped == expected.compactMap { $0 }.sorted())
        }
    }

    @Test func nothingIsDueBeforeItsTime() {
        var heap = TimerHeap()
        heap.schedule(Named(1), at: 100)
        #expect(heap.popDue(now: 99) == nil)
        #expect(heap.popDue(now: 100) != nil)
        #expect(heap.nextDeadline == nil)
    }

    @Test func cancellingTwiceIsHarmless() {
        var heap = TimerHeap()
        let timer = Named(1)
        heap.schedule(timer, at: 1)
        heap.cancel(timer)
        heap.cancel(timer)
        #expect(heap.nextDeadline == nil)
    }

    @Test func aSleepEndsAfterItsDeadline() async throws {
        let group = try EventLoopGroup(count: 1)
        let deadline = EventLoopClock.Instant.now.advanced(by: .milliseconds(3))
        try await group.clock.sleep(until: deadline)
        #expect(EventLoopClock.Instant.now >= deadline)
        group.shutDown()
    }

    @Test func cancellationEndsASleepAtOnce() async throws {
        let group = try EventLoopGroup(count: 1)
        let clock = group.clock
        let started = Signal()
        let task = Task(executorPreference: group.loops[0]) {
            started.set()
            try await clock.sleep(until: .distantFuture)
        }
        await started.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        group.shutDown()
    }

    @Test func aSleepThatIsCancelledBeforeItBeginsEnds() async throws {
        let group = try EventLoopGroup(count: 1)
        let clock = group.clock
        let gate = Signal()
        let task = Task(executorPreference: group.loops[0]) {
            await gate.wait()
            try await clock.sleep(until: .distantFuture)
        }
        task.cancel()
        gate.set()
        await #expect(throws: CancellationError.self) { try await task.value }
        group.shutDown()
    }

    @Test func instantsStopAtTheEndsOfTime() {
        let instant = EventLoopClock.Instant.now
        #expect(instant.advanced(by: .seconds(Int64.max)) == .distantFuture)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Duration.seconds(-Int64.max).nanoseconds == .min)
        #expect(Duration.milliseconds(1500).nanoseconds == 1_500_000_000)
        #expect(Duration.milliseconds(1500).inSeconds == 1.5)
    }
}
