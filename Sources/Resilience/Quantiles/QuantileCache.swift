/// The quantiles that are asked for again and again, each computed at most ten times a second. A pure value.
///
/// It holds four; a fifth takes the place of whichever was computed longest ago. What could not be computed is not held:
/// finding that there are too few samples is cheap, and the first quantile should be seen at once.
struct QuantileCache<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private struct Entry: Sendable {
        var q: Double
        var value: Duration
        var computed: Instant
    }

    /// How old a held quantile may be.
    static var maximumAge: Duration { .milliseconds(100) }

    private var entries = InlineArray<4, Entry?>(repeating: nil)

    /// The held quantile, if there is one that is young enough.
    func value(_ q: Double, at now: Instant) -> Duration? {
        for index in entries.indices {
            if let entry = entries[index], entry.q == q, entry.computed.duration(to: now) < Self.maximumAge {
                return entry.value
            }
        }
        return nil
    }

    /// Holds a quantile computed at `now`.
    mutating func store(_ value: Duration, for q: Double, at now: Instant) {
        var place = 0
        for index in entries.indices {
            guard let entry = entries[index] else {
                place = index
                break
            }
            if entry.q == q {
                place = index
                break
            }
            if let oldest = entries[place], entry.computed < oldest.computed { place = index }
        }
        entries[place] = Entry(q: q, value: value, computed: now)
    }
}
