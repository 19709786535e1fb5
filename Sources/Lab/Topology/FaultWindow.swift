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
    /// How often the fault strikes.
    var strikes = 1
    /// From one strike to the next, or to the fault's end.
    var step: Int

    /// The whole fault.
    var fault: Int { lead + judged }

    /// How long marking, striking and asking may take beside the fault itself.
    var actions: Int { 2 * strikes }

    /// The windows of a profile.
    ///
    /// - Parameters:
    ///   - experiment: transient-errors needs more calls than the others: a share of 0.40 ± 0.03 is judged, and with
    ///     2,250 calls (45 s at 50/s) the standard deviation is 0.010.
    ///   - judged: replaces the profile's judged part. Of a fault that strikes more than once all of it is judged, and it
    ///     never takes less time than the profile's.
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
        step = lead + judged
        guard let repetition = Repetition(profile: profile, experiment: experiment) else { return }
        strikes = repetition.strikes
        step = max(repetition.shortestStep, judged / strikes)
        (lead, judged) = (0, strikes * (step + repetition.gone))
    }
}

/// How a fault that strikes more than once does so, in whole seconds.
private struct Repetition {
    let strikes: Int
    let shortestStep: Int
    /// How long what was struck stays away, where the experiment itself brings it back.
    var gone = 0

    /// Nil where a fault strikes once.
    init?(profile: Profile, experiment: String) {
        switch experiment {
        case "crash-loop":
            // The fourth crash in a row is started again after 4 s (see Lifecycle); then it must be seen to be back.
            strikes = 4
            shortestStep = profile == .quick ? 6 : 15
        case "rolling-restart":
            // A second client comes; two clients, and two backends of every mode, are replaced.
            strikes = 5
            shortestStep = profile == .quick ? 4 : 12
            gone = 2
        default: return nil
        }
    }
}
