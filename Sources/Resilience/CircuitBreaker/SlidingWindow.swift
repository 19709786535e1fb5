/// Calls and failures of the last while, in ten slices.
///
/// The oldest slice leaves when a new one begins, so the sums move in steps of a tenth; a window of one slice would
/// forget everything at once. Storage is inline: recording allocates nothing. A pure value.
struct SlidingWindow<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    static var sliceCount: Int { 10 }

    private struct Slice: Sendable {
        var calls = 0
        var failures = 0
    }

    /// Calls in the window, as of the last ``advance(to:)`` or ``record(failed:at:)``.
    private(set) var calls = 0
    /// Failures in the window.
    private(set) var failures = 0

    private var slices = InlineArray<10, Slice>(repeating: Slice())
    private var current = 0
    private var currentEnd: Instant
    private var sliceLength: Duration

    /// An empty window of `length` whose first slice begins at `start`.
    init(length: Duration, from start: Instant) {
        sliceLength = max(.nanoseconds(1), length / Self.sliceCount)
        currentEnd = start.advanced(by: sliceLength)
    }

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
    mutating func record(failed: Bool, at now: Instant) {
        advance(to: now)
        calls += 1
        slices[current].calls += 1
        if failed {
            failures += 1
            slices[current].failures += 1
        }
    }

    /// Empties the window; the slices' boundaries stay.
    mutating func forget() {
        calls = 0
        failures = 0
        slices = InlineArray(repeating: Slice())
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
            let position = (Self.sliceCount - Int(newAge)) % Self.sliceCount
            resized.slices[position].calls += slice.calls
            resized.slices[position].failures += slice.failures
            resized.calls += slice.calls
            resized.failures += slice.failures
        }
        self = resized
    }

    private mutating func rotate() {
        current = (current + 1) % Self.sliceCount
        calls -= slices[current].calls
        failures -= slices[current].failures
        slices[current] = Slice()
    }
}
