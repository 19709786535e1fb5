/// What opens a closed breaker.
///
/// Rules compose: `.all([.consecutiveFailures(5), .failureRatio(0.8)])` opens only when both hold, which rides out the
/// streaks that random errors produce by chance.
public indirect enum TripRule: Sendable, Hashable {
    /// This many failures in a row, with no success between them. At least 1. Needs no minimum number of calls.
    case consecutiveFailures(Int)
    /// Failures ÷ calls in the window reach this ratio (≥, so that 0.5 opens at exactly one half). Above 0, at most 1.
    /// Never holds below ``CircuitBreakerConfiguration/minimumCalls``.
    case failureRatio(Double)
    /// Slow calls ÷ calls in the window reach this ratio (≥). Above 0, at most 1. Never holds below
    /// ``CircuitBreakerConfiguration/minimumCalls``. A call counts as slow whether it succeeded or failed. Where this
    /// rule is in use a slow half-open call counts as a failed one: it is no sign that the dependency is well.
    case slowCallRatio(Double)
    /// Any of these rules holds. Not empty.
    case any([TripRule])
    /// All of these rules hold. Not empty.
    case all([TripRule])
    /// Nothing opens the breaker but a command.
    case never

    /// Throws if a threshold is out of range or a list is empty.
    func validate() throws(ResilienceConfigurationError) {
        switch self {
        case .consecutiveFailures(let count):
            try ResilienceConfigurationError.require(count >= 1, "tripRule.consecutiveFailures", count, "at least 1")
        case .failureRatio(let ratio):
            try ResilienceConfigurationError.require(
                ratio > 0 && ratio <= 1,
                "tripRule.failureRatio",
                ratio,
                "above 0, at most 1"
            )
        case .slowCallRatio(let ratio):
            try ResilienceConfigurationError.require(
                ratio > 0 && ratio <= 1,
                "tripRule.slowCallRatio",
                ratio,
                "above 0, at most 1"
            )
        case .any(let rules), .all(let rules):
            try ResilienceConfigurationError.require(!rules.isEmpty, "tripRule", self, "at least one rule in the list")
            for rule in rules { try rule.validate() }
        case .never:
            break
        }
    }

    /// Whether the rule holds.
    /// - Parameters:
    ///   - consecutiveFailures: failures since the last success.
    ///   - window: what the window holds; nil below the minimum number of calls.
    func holds(consecutiveFailures: Int, window: WindowCounts?) -> Bool {
        switch self {
        case .consecutiveFailures(let limit): consecutiveFailures >= limit
        case .failureRatio(let limit): window.map { $0.failureRatio >= limit } ?? false
        case .slowCallRatio(let limit): window.map { $0.slowCallRatio >= limit } ?? false
        case .any(let rules): rules.contains { $0.holds(consecutiveFailures: consecutiveFailures, window: window) }
        case .all(let rules): rules.allSatisfy { $0.holds(consecutiveFailures: consecutiveFailures, window: window) }
        case .never: false
        }
    }

    /// Whether slow calls play a part.
    var usesSlowCalls: Bool {
        switch self {
        case .slowCallRatio: true
        case .any(let rules), .all(let rules): rules.contains { $0.usesSlowCalls }
        case .consecutiveFailures, .failureRatio, .never: false
        }
    }
}
