/// What happens at a moment of a simulation. The meaning of ``index`` and ``tag`` is the kind's.
struct ScheduledEvent {
    /// When, in nanoseconds since the beginning.
    var time: Int64
    /// The number of the event in the order of scheduling, and its kind in the lowest byte.
    var order: UInt64
    /// Whom it concerns.
    var index: Int32
    /// Which of those that were ever known by that index.
    var tag: UInt32

    static func precedes(_ left: ScheduledEvent, _ right: ScheduledEvent) -> Bool {
        left.time != right.time ? left.time < right.time : left.order < right.order
    }
}

/// The events to come, the earliest first; those of one moment in the order in which they were scheduled.
///
/// A binary heap in one array: scheduling and taking allocate nothing once it has reached its size.
struct EventHeap {
    private var events: ContiguousArray<ScheduledEvent> = []
    private var scheduled: UInt64 = 0

    var count: Int { events.count }

    /// Plans an event. `kind` is a byte.
    mutating func schedule(_ kind: UInt8, at time: Int64, index: Int32, tag: UInt32 = 0) {
        scheduled += 1
        let event = ScheduledEvent(time: time, order: scheduled << 8 | UInt64(kind), index: index, tag: tag)
        events.append(event)
        var hole = events.count - 1
        events.withUnsafeMutableBufferPointer { heap in
            while hole > 0 {
                let parent = (hole - 1) >> 1
                guard ScheduledEvent.precedes(event, heap[parent]) else { break }
                heap[hole] = heap[parent]
                hole = parent
            }
            heap[hole] = event
        }
    }

    /// Takes the earliest event; nil if there is none.
    mutating func next() -> ScheduledEvent? {
        guard let last = events.popLast() else { return nil }
        guard let first = events.first else { return last }
        events.withUnsafeMutableBufferPointer { heap in
            var hole = 0
            while true {
                var child = 2 * hole + 1
                guard child < heap.count else { break }
                if child + 1 < heap.count, ScheduledEvent.precedes(heap[child + 1], heap[child]) { child += 1 }
                guard ScheduledEvent.precedes(heap[child], last) else { break }
                heap[hole] = heap[child]
                hole = child
            }
            heap[hole] = last
        }
        return first
    }
}
