/// What must hold in every world, at every event.
public enum Invariant: String, Sendable, CaseIterable {
    /// A permit that was given out is settled once, and late exactly if its breaker has moved on.
    case permitsSettleOnce = "permits settle once"
    /// A breaker that is open admits nothing.
    case openAdmitsNothing = "an open breaker admits nothing"
    /// A breaker opens for what happened since it closed.
    case opensForAReason = "a breaker opens for a reason"
    /// A half-open breaker admits no more than its calls, and closes only by their success.
    case halfOpenKeepsItsLimit = "half-open keeps its limit"
    /// No more is in flight than a limit allows, and each place is somebody's.
    case inFlightWithinLimit = "in flight within the limit"
    /// Over every window, what retries and hedges cost is no more than was saved up and deposited.
    case budgetBoundsExtraAttempts = "the budget bounds extra attempts"
    /// No attempt begins after the deadline, after the caller has gone, or beyond the policy's number.
    case attemptsWithinTheCall = "attempts within the call"
    /// The first good answer ends a call, be it the attempt's or its hedge's.
    case goodAnswersAreUsed = "good answers are used"
    /// No caller waits beyond the call's deadline.
    case endsInTime = "every call ends in time"
    /// Nothing happens again and again in one moment.
    case timeGoesOn = "time goes on"
    /// No more endpoints are out of use for being worse than may be.
    case ejectedWithinLimit = "ejected within the limit"
    /// Counters never sink, and are equal to what happened.
    case countersTellTheTruth = "counters tell the truth"
    /// When all calls have ended nothing is held any more.
    case nothingIsLeft = "nothing is left"
    /// An endpoint that is well gets traffic again.
    case noStarvation = "no endpoint starves"
    /// Some time after the last fault calls are well again.
    case recovers = "the system recovers"
}

/// An invariant that did not hold.
public struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// Which.
    public let invariant: Invariant
    /// What was found.
    public let detail: String
    /// When.
    public let time: VirtualInstant

    /// One line.
    public var description: String {
        "\(invariant.rawValue): \(detail), at \(Duration.nanoseconds(time.nanoseconds))"
    }
}
