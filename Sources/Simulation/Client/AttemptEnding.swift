import Resilience

/// What an attempt came to.
enum AttemptEnding: UInt8, Sendable {
    /// A good answer.
    case good
    /// A 500.
    case error
    /// A 503 that says when to come back.
    case shed
    /// A 503 that does not.
    case unavailable
    /// No answer in time.
    case timedOut
    /// Nobody listened.
    case refused
    /// The connection broke.
    case reset
    /// Its caller gave it up.
    case cancelled
}

// What that means to the patterns, as the client's AttemptClassifier has it for HTTP.
extension AttemptEnding {
    /// To the endpoint's breaker: is the endpoint gone?
    var endpointOutcome: CallOutcome {
        switch self {
        case .good, .error, .shed: .success
        case .unavailable, .timedOut, .refused, .reset: .failure
        case .cancelled: .cancelled
        }
    }

    /// To the limits: has the backend too much to do?
    var isOverload: Bool { self == .shed || self == .unavailable || self == .timedOut }

    /// To the retry: may it be repeated, when, and what does it cost?
    /// - Parameters:
    ///   - isQuick: whether it failed within half the attempt timeout.
    ///   - retryAfter: what a shedding backend asked for.
    ///   - repeatability: whether the call may be made more than once.
    func retryable(isQuick: Bool, retryAfter: Duration, _ repeatability: Repeatability) -> RetryableFailure {
        let failure: RetryableFailure =
            switch self {
            case .cancelled: .final
            case .refused: RetryableFailure(cost: .transient)
            case .error: RetryableFailure(cost: isQuick ? .transient : .overload)
            case .shed: RetryableFailure(retryAfter: retryAfter, cost: .overload)
            case .good, .unavailable, .timedOut, .reset: RetryableFailure(cost: .overload)
            }
        return failure.limited(by: repeatability, isUnsent: self == .refused)
    }
}
