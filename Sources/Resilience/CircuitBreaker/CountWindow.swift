/// The last so many calls, whenever they were: a ring that is allocated once. A pure value.
struct CountWindow: Sendable {
    /// What the window holds.
    private(set) var counts = WindowCounts()

    private struct Mark: OptionSet {
        var rawValue: UInt8
        static var failed: Mark { Mark(rawValue: 1) }
        static var slow: Mark { Mark(rawValue: 2) }
    }

    private var ring: [UInt8]
    private var next = 0

    /// An empty window of the last `length` calls; at least 1.
    init(length: Int) { ring = Array(repeating: 0, count: max(1, length)) }

    /// Counts a call; the oldest leaves when the window is full.
    mutating func record(failed: Bool, slow: Bool) {
        if counts.calls == ring.count {
            let oldest = Mark(rawValue: ring[next])
            counts -= WindowCounts(
                calls: 1,
                failures: oldest.contains(.failed) ? 1 : 0,
                slowCalls: oldest.contains(.slow) ? 1 : 0
            )
        }
        var mark: Mark = failed ? .failed : []
        if slow { mark.insert(.slow) }
        ring[next] = mark.rawValue
        next = next + 1 == ring.count ? 0 : next + 1
        counts.add(failed: failed, slow: slow)
    }

    /// Empties the window.
    mutating func forget() {
        counts = WindowCounts()
        next = 0
    }

    /// Changes the length and keeps the newest calls that fit.
    mutating func resize(to length: Int) {
        var resized = CountWindow(length: length)
        let oldest = next + ring.count - counts.calls
        for offset in 0..<counts.calls {
            let mark = Mark(rawValue: ring[(oldest + offset) % ring.count])
            resized.record(failed: mark.contains(.failed), slow: mark.contains(.slow))
        }
        self = resized
    }
}
