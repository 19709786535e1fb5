/// One change of a breaker's status, with what caused it.
public struct BreakerTransition: Sendable, Hashable {
    /// Why a breaker changed its status.
    public enum Reason: String, Sendable, CaseIterable {
        /// The trip rule held.
        case tripped
        /// The open time was over.
        case openTimeOver = "open_time_over"
        /// Evidence of recovery (a successful probe, a new address) came before the open time was over.
        case evidence
        /// Enough half-open calls succeeded.
        case halfOpenSucceeded = "half_open_succeeded"
        /// A half-open call failed.
        case halfOpenFailed = "half_open_failed"
        /// Half-open calls did not come back in time, so nothing was found out.
        case halfOpenTimedOut = "half_open_timed_out"
        /// A ``BreakerCommand``.
        case command
        /// By a new configuration the half-open calls so far decide.
        case reconfigured
    }

    /// The status before.
    public let from: BreakerStatus
    /// The status after.
    public let to: BreakerStatus
    /// Why.
    public let reason: Reason
    /// The counts at that moment, the deciding call's included.
    public let counts: BreakerCounts
    /// How long the breaker had been in ``from``.
    public let timeInPreviousStatus: Duration
    /// How long the breaker will stay open; nil unless ``to`` is open.
    public let openDuration: Duration?
}

/// A transition and the breaker that made it: what telemetry receives.
public struct BreakerEvent: Sendable, Hashable {
    /// Name of the breaker.
    public let breaker: String
    /// What happened.
    public let transition: BreakerTransition
}
