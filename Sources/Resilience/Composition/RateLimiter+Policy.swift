extension RateLimiter: Policy {
    /// Makes the call if there is a token for it. Nobody waits.
    @inlinable
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        switch acquire() {
        case .admitted: await operation(call)
        case .limited(let retryAfter): .failure(.rateLimited(retryAfter: retryAfter))
        }
    }
}
