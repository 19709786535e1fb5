/// Which timings the lab gives the clients, and how long its faults last.
///
/// `seed` takes the services' defaults (the original document's); `quick` divides every duration that belongs to
/// the patterns by ten, so that the whole lab takes minutes.
enum Profile: String, CaseIterable, Codable, Sendable {
    case quick, seed

    /// The factor between the seed's durations and this profile's.
    var timeScale: Int { self == .quick ? 10 : 1 }

    /// The settings of a mode's client that differ from its defaults; `PROBE_TIMEOUT` and `FALLBACK_MAX_AGE` stay. What
    /// is slow has no default, since that is for the user to say: here, two fifths of an attempt's timeout.
    func clientSettings(_ mode: Mode) -> [String: String] {
        guard mode == .full else { return timings }
        return timings.merging(["BREAKER_SLOW_CALL_DURATION": self == .quick ? "200ms" : "2s"]) { $1 }
    }

    private var timings: [String: String] {
        switch self {
        case .seed: [:]
        case .quick:
            [
                "ATTEMPT_TIMEOUT": "500ms",
                "REQUEST_TIMEOUT": "3s",
                "BREAKER_RESET_TIMEOUT": "3s",
                "RETRY_BASE_DELAY": "100ms",
                "RETRY_MAX_DELAY": "800ms",
                "BREAKER_WINDOW": "1s",
                "PROBE_INTERVAL": "100ms",
                "DNS_REFRESH": "500ms",
            ]
        }
    }

    /// The load generator gives up half a second (quick) or five seconds (seed) after the client's own deadline, so
    /// that the client's answer is what is counted.
    var loadTimeout: String { self == .quick ? "3500ms" : "35s" }

    /// `ATTEMPT_TIMEOUT` in milliseconds.
    var attemptTimeoutMilliseconds: Int { 5_000 / timeScale }

    /// How long the load runs before the first experiment: caches are filled, windows have something in them.
    var warmUp: Duration { .seconds(self == .quick ? 10 : 15) }
}

/// The time windows of an experiment, in whole seconds.
struct FaultWindow: Equatable, Codable, Sendable {
    /// Before the fault, where an experiment prepares something first and shows that it does no harm by itself.
    var settle: Int
    /// From the fault's start until what it causes is stationary; not judged.
    var lead: Int
    /// The part of the fault that is judged.
    var judged: Int
    /// From the fault's end to the second check of the steady state.
    var recovery: Int
    /// How far the steady state looks back.
    var steady: Int

    /// The whole fault.
    var fault: Int { lead + judged }

    /// The windows of a profile.
    ///
    /// - Parameters:
    ///   - experiment: transient-errors needs more calls than the others: a share of 0.40 ± 0.03 is judged, and with
    ///     2,250 calls (45 s at 50/s) the standard deviation is 0.010.
    ///   - judged: replaces the profile's judged part.
    init(profile: Profile, experiment: String, judged override: Int? = nil) {
        let long = experiment == "transient-errors"
        // A dead half of two is asked only while nothing waits for it, so one call after the other finds it gone: five
        // attempt timeouts pass until its breaker opens.
        let slow = experiment == "network-partition"
        settle = profile == .quick ? 5 : 10
        switch profile {
        // 20 s (and 23 s) are no multiple of the time a breaker stays open (3 s): else it would always try just as the
        // fault ends, and its recovery time would say nothing. The same holds of the seed's 75 s, 100 s and 30 s.
        case .quick: (lead, judged, recovery, steady) = (slow ? 6 : 3, long ? 45 : 17, 14, 5)
        case .seed: (lead, judged, recovery, steady) = (slow ? 40 : 15, long ? 90 : 60, 75, 10)
        }
        if let override { judged = override }
    }
}
