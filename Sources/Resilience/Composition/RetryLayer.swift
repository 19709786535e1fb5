/// A ``Retry`` as a layer, with its source of jitter and those who watch it.
///
/// An attempt's failure says whether to try again (``ClassifiedFailure/retryableFailure``). A breaker within that admits
/// nothing ends the call at once, and the call of a half-open breaker outside is one attempt. Attempts are numbered in
/// ``PolicyCall/attempt``.
public struct RetryLayer<C: Clock, Generator: RandomNumberGenerator>: Policy where C.Duration == Duration {
    @usableFromInline let retry: Retry<C>
    @usableFromInline let makeGenerator: @Sendable () -> Generator
    @usableFromInline let onEvent: @Sendable (RetryEvent) -> Void
    @usableFromInline let onEnd: @Sendable (RetryCallOutcome) -> Void

    /// Makes a layer.
    /// - Parameters:
    ///   - retry: how often and how far apart, and the budget.
    ///   - generator: makes the source of jitter of one call.
    ///   - onEvent: told of every attempt and wait; it should be quick.
    ///   - onEnd: told how each call ended.
    public init(
        _ retry: Retry<C>,
        generator: @escaping @Sendable () -> Generator,
        onEvent: @escaping @Sendable (RetryEvent) -> Void = { _ in },
        onEnd: @escaping @Sendable (RetryCallOutcome) -> Void = { _ in }
    ) {
        self.retry = retry
        makeGenerator = generator
        self.onEvent = onEvent
        self.onEnd = onEnd
    }

    /// Makes the call, again and again if need be.
    @inlinable
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        var generator = makeGenerator()
        let result = await retry.attempts(of: call, using: &generator, onEvent: onEvent, operation)
        onEnd(result.outcome)
        return call.result(of: result)
    }
}

extension Retry: Policy {
    /// Makes the call, again and again if need be, with jitter from the system's generator, which is asked only where
    /// there is something to wait for. ``RetryLayer`` takes another generator, and observers.
    @inlinable
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        var generator = SystemRandomNumberGenerator()
        return call.result(of: await attempts(of: call, using: &generator, operation))
    }

    @inlinable
    func attempts<Value: Sendable>(
        of call: PolicyCall<C>,
        using generator: inout some RandomNumberGenerator,
        onEvent: (RetryEvent) -> Void = { _ in },
        _ operation: (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> RetryResult<Value, PolicyError> {
        var retry = self
        if call.isTrial { retry.policy.maxAttempts = 1 }
        return await retry.run(deadline: call.deadline, using: &generator, onEvent: onEvent) { number in
            var attempt = call
            attempt.attempt = number
            switch await operation(attempt) {
            case .success(let value): return .success(value)
            case .failure(let failure):
                switch failure {
                case .cancelled: return .stop(failure, .cancelled)
                case .breaker: return .stop(failure, .noEndpoint)
                default: return .failure(failure, failure.retryableFailure)
                }
            }
        }
    }
}

extension PolicyCall {
    /// What the attempts came to. A call that ended because it was cancelled says so, whatever failed before.
    @inlinable
    func result<Value>(of result: RetryResult<Value, PolicyError>) -> Result<Value, PolicyError> {
        switch result.value {
        case .success(let value): .success(value)
        case .failure(let failure): .failure(result.outcome == .cancelled ? cancellation ?? failure : failure)
        }
    }
}
