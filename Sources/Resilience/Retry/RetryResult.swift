/// What one attempt came to.
public enum AttemptVerdict<Success, Failure> {
    /// The call is done.
    case success(Success)
    /// The attempt failed; the second value says what that means for trying again.
    case failure(Failure, RetryableFailure)
    /// The call must end here for a reason that the attempt found out, for example that no endpoint admits it.
    case stop(Failure, RetryStopReason)
}

extension AttemptVerdict: Sendable where Success: Sendable, Failure: Sendable {}

/// What a call came to, over all its attempts.
public struct RetryResult<Success, Failure> {
    /// The value, or the last real failure. (Not `Result`: a failure may be an answer, which is no `Error`.)
    public enum Value {
        /// What the last attempt returned.
        case success(Success)
        /// How the last attempt failed.
        case failure(Failure)
    }

    /// The value or the failure.
    public let value: Value
    /// Attempts made, at least 1.
    public let attempts: Int
    /// How the call ended.
    public let outcome: RetryCallOutcome

    @inlinable
    init(success: Success, attempts: Int) {
        value = .success(success)
        self.attempts = attempts
        outcome = attempts == 1 ? .first : .retried
    }

    @usableFromInline
    init(failure: Failure, attempts: Int, reason: RetryStopReason) {
        value = .failure(failure)
        self.attempts = attempts
        outcome = RetryCallOutcome(reason)
    }
}

extension RetryResult: Sendable where Success: Sendable, Failure: Sendable {}
extension RetryResult.Value: Sendable where Success: Sendable, Failure: Sendable {}
