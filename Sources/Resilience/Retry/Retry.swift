/// What an observer of ``Retry`` is told.
public enum RetryEvent: Sendable, Hashable {
    /// An attempt begins; the first is 1.
    case attempt(Int)
    /// The call waits this long before attempt number `before`.
    case waiting(Duration, before: Int)
}

/// Runs a call's attempts one after another, with the waits between them.
///
/// A value that holds no state of a call: one may serve any number of calls at once.
public struct Retry<C: Clock>: Sendable where C.Duration == Duration {
    /// How often and how far apart.
    public var policy: RetryPolicy
    /// The budget that retries are paid from; nil for none.
    public var budget: RetryBudget<C>?
    /// The clock that waits are taken on.
    public var clock: C

    /// Makes a runner. The policy is taken as valid.
    public init(_ policy: RetryPolicy = RetryPolicy(), budget: RetryBudget<C>? = nil, clock: C) {
        self.policy = policy
        self.budget = budget
        self.clock = clock
    }

    /// Runs `operation` until it succeeds or there is a reason to stop, and says which.
    ///
    /// Cancelling the task ends a wait at once; an attempt under way ends when the operation heeds the cancellation.
    /// - Parameters:
    ///   - deadline: no retry begins at or after it; nil for none. The operation bounds its own time.
    ///   - generator: the source of jitter.
    ///   - canContinue: whether anything would admit an attempt; asked before and after each wait, so that no call
    ///     sleeps through its retries towards a certain rejection. Default: always.
    ///   - onEvent: told of every attempt and wait.
    ///   - operation: makes the attempt of the given number, from 1.
    @inlinable
    public func run<Success, Failure>(
        deadline: Deadline<C>? = nil,
        using generator: inout some RandomNumberGenerator,
        canContinue: () -> Bool = { true },
        onEvent: (RetryEvent) -> Void = { _ in },
        _ operation: (Int) async -> AttemptVerdict<Success, Failure>
    ) async -> RetryResult<Success, Failure> {
        var state = RetryState(policy, deadline: deadline?.instant)
        budget?.deposit()
        while true {
            let attempt = state.attempt
            onEvent(.attempt(attempt))
            let failure: Failure
            let meaning: RetryableFailure
            switch await operation(attempt) {
            case .success(let value):
                return RetryResult(success: value, attempts: attempt)
            case .stop(let last, let reason):
                return RetryResult(failure: last, attempts: attempt, reason: reason)
            case .failure(let last, let description):
                failure = last
                meaning = description
            }
            let now = clock.now
            let decision =
                Task.isCancelled
                ? .stop(.cancelled)
                : state.next(after: meaning, at: now, canContinue: canContinue, using: &generator) { cost in
                    budget?.withdraw(cost) ?? true
                }
            switch decision {
            case .stop(let reason):
                return RetryResult(failure: failure, attempts: attempt, reason: reason)
            case .retry(let delay):
                onEvent(.waiting(delay, before: state.attempt))
                guard await sleep(delay, from: now) else {
                    return RetryResult(failure: failure, attempts: attempt, reason: .cancelled)
                }
                guard canContinue() else {
                    return RetryResult(failure: failure, attempts: attempt, reason: .noEndpoint)
                }
            }
        }
    }

    /// Waits; false if cancelled, which is all that a sleep can fail with.
    @usableFromInline
    func sleep(_ delay: Duration, from now: C.Instant) async -> Bool {
        guard delay > .zero else { return !Task.isCancelled }
        do {
            try await clock.sleep(until: now.advanced(by: delay), tolerance: nil)
            return true
        } catch {
            return false
        }
    }
}
