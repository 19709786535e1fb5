/// How an admitted call ended, in the eyes of the breaker.
public enum CallOutcome: String, Sendable, CaseIterable {
    /// The dependency did its part; a 404 may well be one.
    case success
    /// The dependency failed: a network error, our own timeout, a 5xx.
    case failure
    /// Says nothing about the dependency, for example our own bulkhead refused. Gives a half-open permit back.
    case ignored
    /// The caller went away. Neutral in every status, and gives a half-open permit back.
    case cancelled

    var result: BreakerCallResult {
        switch self {
        case .success: .success
        case .failure: .failure
        case .ignored: .ignored
        case .cancelled: .cancelled
        }
    }
}

/// The right to make one call, issued by a breaker and given back by settling it.
///
/// It cannot be copied, and settling consumes it: settling twice does not compile. It carries the generation of the
/// status that issued it, so a result that arrives after the breaker has moved on counts as late and decides nothing.
/// Settle every permit on every path, and with the breaker that issued it: a half-open breaker waits for the ones it
/// gave out. ``CircuitBreaker/run(classify:_:)`` does so for you.
public struct Permit: ~Copyable, Sendable {
    @usableFromInline let generation: UInt64
    /// Whether a half-open breaker issued it, to find out whether the dependency is well: one attempt is enough.
    public let isTrial: Bool
    /// Whether the breaker wants to know how long the call takes.
    public let isTimed: Bool

    init(generation: UInt64, isTrial: Bool, isTimed: Bool) {
        self.generation = generation
        self.isTrial = isTrial
        self.isTimed = isTimed
    }
}

/// The breaker's answer to a call that wants to pass.
public enum Admission: ~Copyable, Sendable {
    /// Make the call, then settle the permit.
    case admitted(Permit)
    /// Do not make the call.
    case rejected(Rejection)
}

/// Why a breaker did not admit a call, and when to come back.
public struct Rejection: Error, Sendable, Hashable {
    /// The kinds of rejection.
    public enum Reason: String, Sendable, CaseIterable {
        /// The breaker is open.
        case open
        /// Half-open, and every permit it has is given out.
        case halfOpenFull = "half_open_full"
        /// Held open by a command.
        case forcedOpen = "forced_open"
    }

    /// The kind.
    public let reason: Reason
    /// Time after which a call may be admitted; never negative. When open: what is left of the open time. Zero where
    /// nobody knows: a half-open breaker decides with the next result, a forced one with the next command.
    public let retryAfter: Duration
}

/// An ``Admission`` and the transition that granting it caused, if any.
@frozen
public struct AdmissionStep: ~Copyable, Sendable {
    /// The answer.
    public let admission: Admission
    /// Open to half-open, when the call itself found the open time over.
    public let transition: BreakerTransition?
}

/// What settling a permit did.
public struct Settlement: Sendable, Hashable {
    /// How the call was counted; never `rejected`.
    public let result: BreakerCallResult
    /// The transition that this result caused, if any.
    public let transition: BreakerTransition?
}
