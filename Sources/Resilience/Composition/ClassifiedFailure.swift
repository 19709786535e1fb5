/// An error that says how it counts, for the layers of a ``Policy``.
///
/// An error that does not conform is a failure of the dependency and may be tried again. Conform where that is wrong: a
/// 404 is a success of the dependency, and a second attempt would find the same.
public protocol ClassifiedFailure: Error {
    /// How a circuit breaker counts it. Default: a failure.
    var callOutcome: CallOutcome { get }
    /// What it says about trying again. Default: retryable, and a sign of overload.
    var retryableFailure: RetryableFailure { get }
}

extension ClassifiedFailure {
    /// A failure.
    public var callOutcome: CallOutcome { .failure }
    /// Retryable, and a sign of overload.
    public var retryableFailure: RetryableFailure { RetryableFailure() }
}

extension PolicyError: ClassifiedFailure {
    /// Time that ran out is a failure of the dependency; a layer's own refusal says nothing about it.
    public var callOutcome: CallOutcome {
        switch self {
        case .operation(is CancellationError), .cancelled: .cancelled
        case .operation(let error): (error as? any ClassifiedFailure)?.callOutcome ?? .failure
        case .breaker, .bulkhead, .rateLimited, .throttled: .ignored
        case .timedOut, .deadline: .failure
        }
    }

    /// A refusal is final: to sleep through back-offs towards the next one would waste the caller's time. So is a
    /// cancellation. Whether there is time for another attempt after ``deadline``, the retry's own deadline says.
    public var retryableFailure: RetryableFailure {
        switch self {
        case .operation(is CancellationError), .cancelled: .final
        case .operation(let error): (error as? any ClassifiedFailure)?.retryableFailure ?? RetryableFailure()
        case .breaker, .bulkhead, .rateLimited, .throttled: .final
        case .timedOut, .deadline: RetryableFailure()
        }
    }
}
