/// How the call ended. The raw values are the metric's label values.
public enum RetryCallOutcome: String, Sendable, CaseIterable {
    /// The first attempt succeeded.
    case first
    /// A later attempt succeeded.
    case retried
    /// Every attempt failed.
    case exhausted
    /// Failed, and the retry budget had nothing left.
    case budget
    /// Failed, and the next attempt could not begin before the deadline.
    case deadline
    /// Failed, and no endpoint admitted another attempt.
    case noEndpoint = "no_endpoint"
    /// Failed in a way that must not be retried.
    case notRetryable = "not_retryable"
    /// The caller went away.
    case cancelled

    /// The outcome of a call that failed and was stopped for `reason`.
    public init(_ reason: RetryStopReason) {
        self =
            switch reason {
            case .exhausted: .exhausted
            case .budget: .budget
            case .deadline: .deadline
            case .noEndpoint: .noEndpoint
            case .notRetryable: .notRetryable
            case .cancelled: .cancelled
            }
    }
}
