/// Which timings the lab gives the clients, and how long its faults last.
///
/// `seed` takes the services' defaults (the original document's); `quick` divides every duration that belongs to
/// the patterns by ten, so that the whole lab takes minutes.
enum Profile: String, CaseIterable, Codable, Sendable {
    case quick, seed

    /// The factor between the seed's durations and this profile's.
    var timeScale: Int { self == .quick ? 10 : 1 }

    /// The settings of a mode's client that differ from its defaults; `PROBE_TIMEOUT` and `FALLBACK_MAX_AGE` stay.
    ///
    /// In `full` what is slow is two fifths of an attempt's timeout: it has no default, since that is for the user to
    /// say. The other modes have one timeout for connecting and for the answer, as the original had. It shows in a long
    /// hang: a frozen server makes no connection any more once as many wait to be accepted as its kernel holds.
    func clientSettings(_ mode: Mode) -> [String: String] {
        let own =
            mode == .full
            ? ["BREAKER_SLOW_CALL_DURATION": "\(2 * attemptTimeoutMilliseconds / 5)ms"]
            : ["CONNECT_TIMEOUT": "\(attemptTimeoutMilliseconds)ms"]
        return timings.merging(own) { $1 }
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

    /// How slowly answers come in `latency`, in milliseconds: between `BREAKER_SLOW_CALL_DURATION` and `ATTEMPT_TIMEOUT`,
    /// far from both.
    var slowLatencyMilliseconds: Int { 3_000 / timeScale }

    /// How long the load runs before the first experiment: caches are filled, windows have something in them.
    var warmUp: Duration { .seconds(self == .quick ? 10 : 15) }
}
