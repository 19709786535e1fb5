extension AdaptiveLimit: Policy {
    /// Makes the call and learns from how long it took. It belongs right inside the bulkhead whose size it adapts:
    /// `bulkhead.around(limit)`. What is ignored or cancelled teaches it nothing.
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        let begin = clock.now
        let result = await operation(call)
        if let isOverload = call.overload(in: result) {
            ended(after: begin.duration(to: clock.now), isOverload: isOverload)
        }
        return result
    }
}

extension PolicyCall {
    /// Whether what the call came to is a sign of overload; nil where it says nothing about the dependency.
    func overload<Value>(in result: Result<Value, PolicyError>) -> Bool? {
        switch (outcome(of: result), result) {
        case (.success, _): false
        case (.failure, .failure(let failure)): failure.retryableFailure.cost == .overload
        // It was we who stopped waiting for what came in the end.
        case (.failure, .success): true
        case (.ignored, _), (.cancelled, _): nil
        }
    }
}
