/// What an attempt came to, whatever the protocol: whoever speaks one says which of these an answer or an error is, and
/// what that means to the patterns is said here.
///
/// There are four questions, and they have different answers: is the endpoint gone (its breaker), has the backend too
/// much to do (throttle, adaptive limit), what does a repetition cost (retry budget), has the backend failed the call
/// (call breaker)?
public enum AttemptEnding: UInt8, Sendable, Hashable, CaseIterable {
    /// A right answer, be it a refusal of what was asked for.
    case answered
    /// An answer that reports a failure, as 500 does, or is none that anybody can use.
    case error
    /// What stands before the endpoint found it gone, as 502 and 504 say.
    case gateway
    /// An answer that the endpoint cannot serve, as 503 says.
    case unavailable
    /// The same with a time to come back: the endpoint lives, and sheds load.
    case shedding
    /// An answer that this client asks too much, as 429 says.
    case tooMany
    /// No answer in time.
    case timedOut
    /// No connection in time.
    case unreachable
    /// Nobody listens there.
    case refused
    /// The connection broke, or what came over it made no sense.
    case broken
    /// This machine could not make the attempt: it has no descriptor, port or memory left.
    case local
    /// The caller gave it up.
    case cancelled

    /// To the comparison of endpoints: did the attempt fail in any way?
    public var isFailure: Bool { self != .answered }

    /// Whether there was an answer at all, so that its latency says what answers take.
    public var isAnswer: Bool {
        switch self {
        case .answered, .error, .gateway, .unavailable, .shedding, .tooMany: true
        case .timedOut, .unreachable, .refused, .broken, .local, .cancelled: false
        }
    }

    /// To the limits: does the backend say that it has too much to do, or nothing in time?
    public var isOverload: Bool {
        switch self {
        case .unavailable, .shedding, .tooMany, .timedOut, .unreachable: true
        case .answered, .error, .gateway, .refused, .broken, .local, .cancelled: false
        }
    }

    /// To the endpoint's breaker: is the endpoint gone? Whatever it answers of itself proves it alive.
    /// - Parameter hadTime: whether the attempt was given at least half of its timeout; one that the call's deadline cut
    ///   shorter says nothing about the endpoint.
    public func endpointOutcome(hadTime: Bool) -> CallOutcome {
        switch self {
        case .answered, .error, .shedding, .tooMany: .success
        case .gateway, .unavailable, .unreachable, .refused, .broken: .failure
        case .timedOut: hadTime ? .failure : .ignored
        case .local: .ignored
        case .cancelled: .cancelled
        }
    }

    /// To the call breaker, where this is how a call's last attempt ended: did the backend fail the call?
    /// - Parameters:
    ///   - hadTime: whether the caller gave the backend at least half an attempt's time; one that did not learned nothing,
    ///     and must not open the breaker for all others.
    ///   - sparesShedding: whether a backend that says when to come back has not failed.
    public func callOutcome(hadTime: Bool, sparesShedding: Bool) -> CallOutcome {
        switch self {
        case .answered: .success
        case .cancelled: .cancelled
        case .local: .ignored
        case .shedding: sparesShedding ? .ignored : .failure
        case .timedOut, .unreachable: hadTime ? .failure : .ignored
        case .error, .gateway, .unavailable, .tooMany, .refused, .broken: .failure
        }
    }

    /// To the retry: what does a repetition weigh?
    /// - Parameter isQuick: whether the attempt failed within half of its timeout.
    public func retryCost(isQuick: Bool) -> RetryableFailure.Cost {
        switch self {
        case .answered, .error, .gateway: isQuick ? .transient : .overload
        case .refused: .transient
        case .unavailable, .shedding, .tooMany, .timedOut, .unreachable, .broken, .local, .cancelled: .overload
        }
    }
}
