/// Waits until a lab is well enough for an experiment: what was tried on it by hand a moment ago would fail the steady
/// state for reasons that are not the experiment's.
struct Settling {
    let prometheus: PrometheusClient
    /// How far the steady state looks back, in seconds.
    let steadySeconds: Int
    /// How many processes must be up.
    let processes: Int
    /// How long the lab must have looked well.
    let calm: Duration

    /// Longer than a breaker stays open in the lab's slower profile; what has not settled by then will not.
    static let limit: Duration = .seconds(60)

    /// What was broken until a moment ago still looks well: its calls may fail for as long as an attempt lasts, and a
    /// scrape shows it a second later.
    static func calm(_ profile: Profile) -> Duration { .milliseconds(profile.attemptTimeoutMilliseconds + 2_000) }

    /// Returns once the lab has settled or the time is over; then the experiment itself says what is wrong.
    func wait(_ interruption: Interruption, _ progress: Progress, _ checkLab: () throws -> Void) throws {
        let clock = ContinuousClock()
        let end = clock.now + Self.limit
        var spell = CalmSpell<ContinuousClock.Instant>(length: calm)
        guard try !spell.isOver(isCalm: looksWell(), at: clock.now) else { return }
        progress.phase("waiting until the lab has settled")
        while clock.now < end {
            try checkLab()
            try interruption.sleep(.seconds(1))
            if try spell.isOver(isCalm: looksWell(), at: clock.now) { return }
        }
    }

    private func looksWell() throws(LabError) -> Bool {
        // Also the count: what has just been drained is seen as down for some seconds.
        for query in ["sum(up)", "count(up)"] {
            guard try prometheus.value(query) == Double(processes) else { return false }
        }
        return try (prometheus.value(Self.worstShare(steadySeconds)) ?? 0) >= 0.99
    }

    /// The share of fresh answers of the mode that has the fewest.
    static func worstShare(_ seconds: Int) -> String {
        let fresh = #"load_requests_total{outcome="fresh"}"#
        return "min(sum by (target) (\(fresh) - \(fresh) offset \(seconds)s >= 0) / "
            + "sum by (target) (load_requests_total - load_requests_total offset \(seconds)s >= 0))"
    }
}

/// Whether all that was looked at has been well for a time.
struct CalmSpell<Instant: InstantProtocol> {
    let length: Instant.Duration
    private var begin: Instant?

    init(length: Instant.Duration) { self.length = length }

    /// True once every look of the last `length` found it calm.
    mutating func isOver(isCalm: Bool, at now: Instant) -> Bool {
        guard isCalm else {
            begin = nil
            return false
        }
        let begin = begin ?? now
        self.begin = begin
        return begin.duration(to: now) >= length
    }
}
