/// How often a failed call is tried again, and how long to wait between.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts in all, the first included. Default 4; 1 to 100.
    public var maxAttempts: Int = 4
    /// The waits between them.
    public var backoff = Backoff()
    /// Whether a `Retry-After` that came with a failure is the least time to wait. Default true. It may exceed the
    /// backoff's cap; the call's deadline bounds it.
    public var honorsRetryAfter: Bool = true

    /// A policy with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        try ResilienceConfigurationError.require(
            maxAttempts >= 1 && maxAttempts <= 100,
            "maxAttempts",
            maxAttempts,
            "1 to 100"
        )
        try backoff.validate()
    }
}

/// What a failed attempt says about trying again.
public struct RetryableFailure: Sendable, Hashable {
    /// What a retry costs, by what the failure says about load.
    public enum Cost: String, Sendable, CaseIterable {
        /// A sign of overload: a timeout, a dropped connection, 429, 503. A retry adds to it.
        case overload
        /// A quick error or a refused connection: a retry hardly weighs.
        case transient
    }

    /// Whether trying again is safe and may help.
    public var isRetryable: Bool
    /// How long the server asked to wait; nil if it did not. Negative counts as zero.
    public var retryAfter: Duration?
    /// What a retry takes from the budget.
    public var cost: Cost

    /// Describes a failure. Defaults: retryable, no `Retry-After`, a sign of overload.
    public init(isRetryable: Bool = true, retryAfter: Duration? = nil, cost: Cost = .overload) {
        self.isRetryable = isRetryable
        self.retryAfter = retryAfter
        self.cost = cost
    }

    /// A failure that must not be tried again.
    public static var final: RetryableFailure { RetryableFailure(isRetryable: false) }
}

/// Why a call is not tried again. The raw values are the metric's label values.
public enum RetryStopReason: String, Sendable, CaseIterable {
    /// Every attempt is used.
    case exhausted
    /// The retry budget has nothing left.
    case budget
    /// The next attempt could not begin before the deadline.
    case deadline
    /// No endpoint admits a call.
    case noEndpoint = "no_endpoint"
    /// The failure must not be retried.
    case notRetryable = "not_retryable"
    /// The caller went away.
    case cancelled
}
