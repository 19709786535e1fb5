import Resilience

/// What a breaker was seen to do, kept apart from it.
struct BreakerLedger {
    private(set) var status = BreakerStatus.closed
    /// How often it has moved.
    private(set) var epoch = 0
    /// Permits given out and not yet settled.
    private(set) var outstanding = 0
    /// Settled permits by result.
    private(set) var settled: [BreakerCallResult: Int] = [:]
    private var trials = 0
    private var trialSuccesses = 0
    /// Calls that counted since it closed, and the failures among the last of them that came in a row.
    private var calls = 0
    private var failuresInRow = 0

    /// Whether a half-open breaker has a trial left, and so has to admit a call.
    func hasTrialLeft(_ configuration: CircuitBreakerConfiguration) -> Bool {
        status == .halfOpen && trials < configuration.halfOpenMaxCalls
    }

    mutating func admit(_ configuration: CircuitBreakerConfiguration) -> (Invariant, String)? {
        outstanding += 1
        switch status {
        case .open, .forcedOpen:
            return (.openAdmitsNothing, "a call passed a breaker that is \(status.rawValue)")
        case .halfOpen:
            trials += 1
            guard trials <= configuration.halfOpenMaxCalls else {
                return (.halfOpenKeepsItsLimit, "trial \(trials) of \(configuration.halfOpenMaxCalls)")
            }
        case .closed, .disabled, .metricsOnly: break
        }
        return nil
    }

    mutating func settle(epoch: Int, _ result: BreakerCallResult) -> (Invariant, String)? {
        outstanding -= 1
        settled[result, default: 0] += 1
        guard outstanding >= 0 else { return (.permitsSettleOnce, "a permit was settled that nobody had") }
        let isLate = epoch != self.epoch
        guard isLate == (result == .late) else {
            return (
                .permitsSettleOnce, "a permit of epoch \(epoch) in epoch \(self.epoch) counted as \(result.rawValue)"
            )
        }
        if status == .closed, result == .success || result == .failure {
            calls += 1
            failuresInRow = result == .failure ? failuresInRow + 1 : 0
        }
        if status == .halfOpen, !isLate {
            if result == .ignored || result == .cancelled { trials -= 1 }
            if result == .success { trialSuccesses += 1 }
        }
        return nil
    }

    mutating func move(
        _ from: BreakerStatus,
        _ to: BreakerStatus,
        openFor: Duration?,
        _ configuration: CircuitBreakerConfiguration
    ) -> (Invariant, String)? {
        defer {
            status = to
            epoch += 1
            (trials, trialSuccesses) = (0, 0)
            (calls, failuresInRow) = (0, 0)
        }
        // Nobody gives commands here.
        let isLegal =
            switch (from, to) {
            case (.closed, .open), (.open, .halfOpen), (.halfOpen, .open), (.halfOpen, .closed): true
            default: false
            }
        guard from == status, isLegal else {
            return (.countersTellTheTruth, "from \(from.rawValue) to \(to.rawValue), being \(status.rawValue)")
        }
        if from == .halfOpen, to == .closed, case .successes(let needed) = configuration.halfOpenRule,
            trialSuccesses < needed
        {
            return (.halfOpenKeepsItsLimit, "closed by \(trialSuccesses) of \(needed) successes")
        }
        if from == .closed, !mayTrip(configuration.tripRule, configuration) {
            return (.opensForAReason, "open after \(calls) calls, the last \(failuresInRow) of them failed")
        }
        if let openFor, openFor > configuration.maximumOpenDuration {
            return (.recovers, "open for \(openFor) of at most \(configuration.maximumOpenDuration)")
        }
        return nil
    }

    /// Whether what was seen since the breaker closed can be what the rule asks for.
    private func mayTrip(_ rule: TripRule, _ configuration: CircuitBreakerConfiguration) -> Bool {
        switch rule {
        case .consecutiveFailures(let limit): failuresInRow >= limit
        case .failureRatio, .slowCallRatio: calls >= configuration.minimumCalls
        case .any(let rules): rules.contains { mayTrip($0, configuration) }
        case .all(let rules): rules.allSatisfy { mayTrip($0, configuration) }
        case .never: false
        }
    }
}
