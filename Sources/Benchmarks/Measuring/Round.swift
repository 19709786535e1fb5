import EventLoop
import Glibc
import Synchronization

/// One run of a loop, by all its threads at once.
final class Round: Sendable {
    /// What a round took.
    struct Cost: Sendable {
        /// From the first thread's beginning to the last one's end.
        var nanoseconds: Int64
        /// By the whole process, meanwhile.
        var allocations: Int
    }

    private struct Sample {
        let begin: EventLoopClock.Instant
        let end: EventLoopClock.Instant
        let allocationsBefore: Int
        let allocationsAfter: Int
    }

    private let threads: Int
    private let arrived = Atomic<Int>(0)
    private let finished = Atomic<Int>(0)
    private let samples = Mutex<[Sample]>([])

    private init(threads: Int) { self.threads = threads }

    /// Runs the loop on each of `eventLoops`, so many times on each.
    static func run(_ loop: @escaping BenchmarkLoop, iterations: Int, on eventLoops: ArraySlice<EventLoop>) async
        -> Cost
    {
        let round = Round(threads: eventLoops.count)
        let tasks = eventLoops.map { $0.spawn { await round.take(loop, iterations) } }
        for task in tasks { await task.value }
        return round.cost
    }

    /// One thread's part. Between the two meetings nothing but the loop runs, so that what is counted is its alone.
    private func take(_ loop: BenchmarkLoop, _ iterations: Int) async {
        // A task allocates the stack of its asynchronous calls once, and here is a new one.
        await loop(1)
        meet(at: arrived)
        let allocationsBefore = AllocationCounter.count
        let begin = EventLoopClock.Instant.now
        await loop(iterations)
        let end = EventLoopClock.Instant.now
        let allocationsAfter = AllocationCounter.count
        meet(at: finished)
        let sample = Sample(
            begin: begin,
            end: end,
            allocationsBefore: allocationsBefore,
            allocationsAfter: allocationsAfter
        )
        samples.withLock { $0.append(sample) }
    }

    /// Waits for the other threads. It holds its thread, which does nothing else, so that all go on at one moment.
    private func meet(at place: borrowing Atomic<Int>) {
        place.add(1, ordering: .acquiringAndReleasing)
        while place.load(ordering: .acquiring) < threads { sched_yield() }
    }

    private var cost: Cost {
        samples.withLock { samples in
            let begin = samples.map(\.begin).min() ?? .now
            let end = samples.map(\.end).max() ?? begin
            let before = samples.map(\.allocationsBefore).min() ?? 0
            let after = samples.map(\.allocationsAfter).max() ?? before
            return Cost(nanoseconds: end.nanoseconds - begin.nanoseconds, allocations: after - before)
        }
    }
}
