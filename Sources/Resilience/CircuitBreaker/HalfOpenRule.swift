/// What closes a half-open breaker, and what opens it again.
public enum HalfOpenRule: Sendable, Hashable {
    /// So many successes close it; the first failure opens it again. 1 to
    /// ``CircuitBreakerConfiguration/halfOpenMaxCalls``.
    case successes(Int)
    /// All ``CircuitBreakerConfiguration/halfOpenMaxCalls`` calls are tried: it opens again if this share of them
    /// fails (≥), else it closes, in either case as soon as that is certain. Above 0, at most 1.
    case failureRatio(Double)

    func validate(maxCalls: Int) throws(ResilienceConfigurationError) {
        switch self {
        case .successes(let count):
            try ResilienceConfigurationError.require(
                count >= 1 && count <= maxCalls,
                "halfOpenRule.successes",
                count,
                "1 to halfOpenMaxCalls (\(maxCalls))"
            )
        case .failureRatio(let ratio):
            try ResilienceConfigurationError.require(
                ratio > 0 && ratio <= 1,
                "halfOpenRule.failureRatio",
                ratio,
                "above 0, at most 1"
            )
        }
    }
}

/// The calls that a half-open breaker has let through, as a pure value.
struct HalfOpenTrials<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    enum Decision { case close, reopen, undecided }

    private(set) var successes = 0
    private(set) var failures = 0
    private(set) var inFlight = 0
    private var lastAdmission: Instant?

    /// Whether another call may pass: no more than the limit in flight, and no more in total.
    func admits(limit: Int) -> Bool { inFlight + successes + failures < limit }

    mutating func admit(at now: Instant) {
        inFlight += 1
        lastAdmission = now
    }

    /// A call that says nothing leaves its place to another.
    mutating func giveBack() { inFlight -= 1 }

    mutating func settle(failed: Bool) {
        inFlight -= 1
        if failed { failures += 1 } else { successes += 1 }
    }

    func decision(_ rule: HalfOpenRule, limit: Int) -> Decision {
        switch rule {
        case .successes(let count):
            if failures > 0 { return .reopen }
            return successes >= count ? .close : .undecided
        case .failureRatio(let ratio):
            if share(failures, of: limit) >= ratio { return .reopen }
            let untried = max(0, limit - successes - failures)
            return untried == 0 || share(failures + untried, of: limit) < ratio ? .close : .undecided
        }
    }

    private func share(_ count: Int, of limit: Int) -> Double { Double(count) / Double(max(1, limit)) }

    /// When calls in flight have had `timeout` since the last of them was let through; nil while there is none.
    func deadline(_ timeout: Duration) -> Instant? {
        inFlight > 0 ? lastAdmission?.advanced(by: timeout) : nil
    }
}
