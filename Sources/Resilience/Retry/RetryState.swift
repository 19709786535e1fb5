/// What to do after a failed attempt.
public enum RetryDecision: Sendable, Hashable {
    /// Wait this long, then try again.
    case retry(after: Duration)
    /// Give up and report the last failure.
    case stop(RetryStopReason)
}

/// One call's way through its attempts, as a pure value.
public struct RetryState<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// Number of the attempt under way, from 1.
    public private(set) var attempt = 1
    @usableFromInline let policy: RetryPolicy
    @usableFromInline let deadline: Instant?
    @usableFromInline var previousDelay: Duration?

    /// Begins with the first attempt. The policy is taken as valid.
    /// - Parameter deadline: no attempt begins at or after it; nil for none.
    @inlinable
    public init(_ policy: RetryPolicy, deadline: Instant?) {
        self.policy = policy
        self.deadline = deadline
    }

    /// Decides what follows the failure of the attempt under way. After `retry` the next attempt is under way.
    ///
    /// Reasons to stop are looked for in this order: not retryable, exhausted, no endpoint, deadline, budget; the
    /// budget comes last so that only a retry that will be made is paid for.
    /// - Parameters:
    ///   - failure: what the failed attempt says.
    ///   - now: the time.
    ///   - canContinue: whether anything would admit another attempt.
    ///   - generator: the source of jitter.
    ///   - pay: takes the retry's cost from a budget and says whether there was enough.
    public mutating func next(
        after failure: RetryableFailure,
        at now: Instant,
        canContinue: () -> Bool = { true },
        using generator: inout some RandomNumberGenerator,
        pay: (RetryableFailure.Cost) -> Bool = { _ in true }
    ) -> RetryDecision {
        guard failure.isRetryable else { return .stop(.notRetryable) }
        guard attempt < policy.maxAttempts else { return .stop(.exhausted) }
        guard canContinue() else { return .stop(.noEndpoint) }
        var delay = policy.backoff.delay(afterFailure: attempt, previous: previousDelay, using: &generator)
        previousDelay = delay
        if policy.honorsRetryAfter, let retryAfter = failure.retryAfter { delay = max(delay, retryAfter) }
        if let deadline, delay >= now.duration(to: deadline) { return .stop(.deadline) }
        guard pay(failure.cost) else { return .stop(.budget) }
        attempt += 1
        return .retry(after: delay)
    }
}
