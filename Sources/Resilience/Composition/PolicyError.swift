/// Why a call through a ``Policy`` has no value.
public enum PolicyError: Error, Sendable {
    /// The call was made and failed with this error.
    case operation(any Error)
    /// A circuit breaker did not admit it.
    case breaker(Rejection)
    /// A bulkhead had no place for it, or none in time.
    case bulkhead(BulkheadRejection)
    /// A rate limiter had no token for it.
    case rateLimited(retryAfter: Duration)
    /// A throttle did not make it, since the dependency turns so many away.
    case throttled
    /// It took longer than a ``Timeout`` allows.
    case timedOut
    /// Its deadline has come.
    case deadline
    /// The caller went away.
    case cancelled

    /// The kinds of failure. The raw values are bounded and serve as a label.
    public enum Kind: String, Sendable, CaseIterable {
        /// ``PolicyError/operation(_:)``
        case operation
        /// ``PolicyError/breaker(_:)``
        case breakerRejected = "breaker_rejected"
        /// ``PolicyError/bulkhead(_:)``
        case bulkheadRejected = "bulkhead_rejected"
        /// ``PolicyError/rateLimited(retryAfter:)``
        case rateLimited = "rate_limited"
        /// ``PolicyError/throttled``
        case throttled
        /// ``PolicyError/timedOut``
        case timedOut = "timed_out"
        /// ``PolicyError/deadline``
        case deadline
        /// ``PolicyError/cancelled``
        case cancelled
    }

    /// What an error means that an operation threw: the error of a policy within it stays what it is, a
    /// `CancellationError` is ``cancelled``, any other is the operation's own.
    public init(thrown error: any Error) {
        switch error {
        case let error as PolicyError: self = error
        case let rejection as Rejection: self = .breaker(rejection)
        case BulkheadRejection.cancelled, is CancellationError: self = .cancelled
        case let rejection as BulkheadRejection: self = .bulkhead(rejection)
        default: self = .operation(error)
        }
    }

    /// The kind of failure.
    public var kind: Kind {
        switch self {
        case .operation: .operation
        case .breaker: .breakerRejected
        case .bulkhead: .bulkheadRejected
        case .rateLimited: .rateLimited
        case .throttled: .throttled
        case .timedOut: .timedOut
        case .deadline: .deadline
        case .cancelled: .cancelled
        }
    }

    /// The kind as a label value.
    public var type: String { kind.rawValue }

    /// When to come back, as far as the layer that refused, or the operation's error, says.
    public var retryAfter: Duration? {
        switch self {
        case .breaker(let rejection): rejection.retryAfter
        case .rateLimited(let retryAfter): retryAfter
        case .operation: retryableFailure.retryAfter
        case .bulkhead, .throttled, .timedOut, .deadline, .cancelled: nil
        }
    }
}
