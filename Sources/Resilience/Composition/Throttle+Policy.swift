extension Throttle: Policy {
    /// Makes the attempt, unless the dependency turns so many away that this one is not worth making.
    ///
    /// It counts attempts, so it belongs inside a retry. What is ignored or cancelled teaches it nothing; of a failure it
    /// learns whether it was a sign of overload (``ClassifiedFailure/retryableFailure``).
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        guard admit() else { return .failure(.throttled) }
        let result = await operation(call)
        if let isOverload = call.overload(in: result) { settle(isOverload: isOverload) }
        return result
    }
}
