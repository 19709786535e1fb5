/// Calls and failures of the last while, in ten slices.
///
/// The oldest slice leaves when a new one begins, so the sums move in steps of a tenth; a window of one slice would
/// forget everything at once. Storage is inline: recording allocates nothing. A pure value.
struct SlidingWindow<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    static var sliceCount: Int { 10 }

    /// What the window holds, as of the last ``advance(to:)`` or ``record(failed:slow:at:)``.
    private(set) var counts = WindowCounts()

    private var slices = InlineArray<10, WindowCounts>(repeating: WindowCounts())
    private var current = 0
    private var currentEnd: Instant
    private var sliceLength: Duration

    /// An empty window of `length` whose first slice begins at `start`.
    init(length: Duration, from start: Instant) {
        sliceLength = max(.nanoseconds(1), length / Self.sliceCount)
        currentEnd = start.advanced(by: sliceLength)
    }

    /// Calls in the window.
    var calls: Int { counts.calls }
    /// Those of them that failed.
    var failures: Int { counts.failures }

    /// Lets slices that are too old at `now` leave. An earlier `now` than before changes nothing.
    mutating func advance(to now: Instant) {
        guard now >= currentEnd else { return }
        let elapsed = currentEnd.duration(to: now).attoseconds
        let whole = elapsed / sliceLength.attoseconds
        currentEnd = currentEnd.advanced(by: Duration(attoseconds: (whole + 1) * sliceLength.attoseconds))
        if whole + 1 >= Self.sliceCount {
            forget()
        } else {
            for _ in 0...Int(whole) { rotate() }
        }
    }

    /// Counts one call in the slice of `now`.
    mutating func record(failed: Bool, slow: Bool = false, at now: Instant) {
        advance(to: now)
        counts.add(failed: failed, slow: slow)
        slices[current].add(failed: failed, slow: slow)
    }

    /// Counts calls of before in the slice of now.
    mutating func take(over calls: WindowCounts) {
        counts += calls
        slices[current] += calls
    }

    /// Empties the window; the slices' boundaries stay.
    mutating func forget() {
        counts = WindowCounts()
        slices = InlineArray(repeating: WindowCounts())
    }

    /// What the slices hold, the oldest first.
    var oldestFirst: [WindowCounts] {
        (1...Self.sliceCount).map { slices[(current + $0) % Self.sliceCount] }
    }

    /// Changes the length and keeps what was counted: each old slice goes to the new one of its age, or leaves when it
    /// is too old.
    mutating func resize(to length: Duration, at now: Instant) {
        advance(to: now)
        var resized = SlidingWindow(length: length, from: now)
        for age in 0..<Self.sliceCount {
            let slice = slices[(current + Self.sliceCount - age) % Self.sliceCount]
            let newAge = sliceLength.attoseconds * Int128(age) / resized.sliceLength.attoseconds
            guard newAge < Self.sliceCount else { break }
            resized.slices[(Self.sliceCount - Int(newAge)) % Self.sliceCount] += slice
            resized.counts += slice
        }
        self = resized
    }

    private mutating func rotate() {
        current = (current + 1) % Self.sliceCount
        counts -= slices[current]
        slices[current] = WindowCounts()
    }
}
