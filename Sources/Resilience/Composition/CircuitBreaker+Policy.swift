extension CircuitBreaker: Policy {
    /// Makes the call if the breaker admits it, and settles its permit on every path.
    ///
    /// A failure counts as its ``ClassifiedFailure/callOutcome`` says; none counts while the caller is cancelled. The
    /// call of a half-open breaker is marked as a trial. The call is timed, for
    /// ``CircuitBreakerConfiguration/slowCallDuration``.
    @inlinable
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        switch admit() {
        case .rejected(let rejection):
            return .failure(.breaker(rejection))
        case .admitted(let permit):
            let begin = begin(permit)
            var inner = call
            if permit.isTrial { inner.isTrial = true }
            let result = await operation(inner)
            settle(permit, call.outcome(of: result), since: begin)
            return result
        }
    }
}
