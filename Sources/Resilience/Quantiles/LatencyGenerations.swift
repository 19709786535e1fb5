/// The five generations of samples in a sliding window: which one is current, when it ends, how many samples each has.
///
/// Apart from the buckets, so that asking about the time hands round a hundred bytes and not all the buckets too.
struct LatencyGenerations<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    static var count: Int { 5 }

    private(set) var current = 0
    private var totals = InlineArray<5, Int>(repeating: 0)
    private let length: Duration
    private var end: Instant

    init(window: Duration, from start: Instant) {
        length = max(.nanoseconds(1), window / Self.count)
        end = start.advanced(by: length)
    }

    /// How many generations have ended by `now` since the current one began, at most all. Time that runs backwards ends
    /// none.
    func ended(at now: Instant) -> Int {
        guard now >= end else { return 0 }
        let whole = end.duration(to: now).attoseconds / length.attoseconds
        return whole >= Self.count ? Self.count : Int(whole) + 1
    }

    /// How many still lie in the window at `now`.
    func remaining(at now: Instant) -> Int { Self.count - ended(at: now) }

    /// Samples in the window at `now`.
    func samples(at now: Instant) -> Int {
        var samples = 0
        for age in 0..<remaining(at: now) { samples += totals[position(age: age)] }
        return samples
    }

    /// Where the generation of this age lies; the current one has age 0.
    func position(age: Int) -> Int { (current + Self.count - age) % Self.count }

    /// Counts a sample in the current generation.
    mutating func count() { totals[current] += 1 }

    /// Makes the next generation the current one, in the place of the oldest.
    mutating func turn() {
        current = (current + 1) % Self.count
        totals[current] = 0
    }

    /// Lets the current generation end at the first end after `now`; called once when generations have ended.
    mutating func extend(beyond now: Instant) {
        let whole = end.duration(to: now).attoseconds / length.attoseconds
        end = end.advanced(by: Duration(attoseconds: (whole + 1) * length.attoseconds))
    }
}
