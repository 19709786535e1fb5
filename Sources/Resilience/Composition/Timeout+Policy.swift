extension Timeout: Policy {
    /// Makes the call, and cancels it when it has taken as long as the limit, or its deadline has come.
    ///
    /// The deadline that the layers within see is narrowed to the limit. To them, being cancelled for it is a failure
    /// and no cancellation: a breaker within a timeout learns of a dependency that hangs.
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        let now = clock.now
        let end = Deadline<C>(now.advanced(by: limit))
        let narrowed = call.narrowed(to: end)
        let bound = narrowed.deadline?.instant ?? end.instant
        let failure: PolicyError = bound < end.instant ? .deadline : .timedOut
        let (inner, expiry) = narrowed.expiring(with: failure)
        let result = await race(until: bound, now: now, onExpiry: { expiry.expire() }) { await operation(inner) }
        switch result {
        case nil: return .failure(failure)
        // A layer within looked at the clock before the alarm rang.
        case .failure(.deadline) where clock.now >= bound: return .failure(failure)
        case .some(let result): return result
        }
    }
}
