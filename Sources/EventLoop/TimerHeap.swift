/// Something that is due at a time: an entry of the loop's timer heap.
///
/// Confined to its loop's thread.
class LoopTimer {
    /// When it is due, in nanoseconds of the monotonic clock.
    final fileprivate(set) var deadline: Int64 = .max
    /// Its place in the heap; -1 while it is not scheduled.
    fileprivate final var index = -1

    /// Whether it waits in a heap.
    final var isScheduled: Bool { index >= 0 }

    /// Called by the loop once the deadline has come; the timer is no longer scheduled then.
    func fire(now: Int64) {}
}

/// A binary min-heap of timers in which each timer knows its place, so that it can be moved or removed in O(log n).
struct TimerHeap {
    private var timers: [LoopTimer] = []

    /// The earliest deadline; nil if nothing is scheduled.
    var nextDeadline: Int64? { timers.first?.deadline }

    /// Schedules `timer`, or moves it if it is scheduled already.
    mutating func schedule(_ timer: LoopTimer, at deadline: Int64) {
        timer.deadline = deadline
        if timer.index < 0 {
            timer.index = timers.count
            timers.append(timer)
        }
        siftDown(siftUp(timer.index))
    }

    /// Removes `timer`; does nothing if it is not scheduled.
    mutating func cancel(_ timer: LoopTimer) {
        let index = timer.index
        guard index >= 0 else { return }
        let last = timers.removeLast()
        timer.index = -1
        if last !== timer {
            timers[index] = last
            last.index = index
            siftDown(siftUp(index))
        }
    }

    /// Takes the earliest timer that is due at `now`.
    mutating func popDue(now: Int64) -> LoopTimer? {
        guard let first = timers.first, first.deadline <= now else { return nil }
        cancel(first)
        return first
    }

    @discardableResult
    private mutating func siftUp(_ start: Int) -> Int {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            if timers[parent].deadline <= timers[index].deadline { break }
            swap(parent, index)
            index = parent
        }
        return index
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        while true {
            var smallest = index
            for child in (2 * index + 1)...(2 * index + 2) where child < timers.count {
                if timers[child].deadline < timers[smallest].deadline { smallest = child }
            }
            if smallest == index { return }
            swap(smallest, index)
            index = smallest
        }
    }

    private mutating func swap(_ left: Int, _ right: Int) {
        timers.swapAt(left, right)
        timers[left].index = left
        timers[right].index = right
    }
}
