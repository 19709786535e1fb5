import ServiceKit

/// Good for a while, then failing for a while, again and again.
struct Flap: Hashable, Sendable {
    let good: Duration
    let bad: Duration

    /// Reads `10s/5s`; both must be longer than nothing.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let good = DurationText.parse(String(parts[0])), good > .zero,
            let bad = DurationText.parse(String(parts[1])), bad > .zero
        else { return nil }
        self.good = good
        self.bad = bad
    }

    /// As it is written.
    var text: String { "\(DurationText.format(good))/\(DurationText.format(bad))" }

    /// Whether it fails after this much time.
    func isFailing(after elapsed: Duration) -> Bool {
        let cycle = good + bad
        let phase = elapsed - cycle * (elapsed / cycle).rounded(.down)
        return phase >= good
    }
}
