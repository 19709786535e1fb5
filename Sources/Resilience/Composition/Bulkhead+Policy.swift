extension Bulkhead: Policy {
    /// Makes the call with a place of its own, waiting for one until the call's deadline if there is a queue.
    @inlinable
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        let permit: BulkheadPermit
        do throws(BulkheadRejection) {
            permit = try await acquire(until: call.deadline?.instant)
        } catch .cancelled {
            // A layer further out may have run out of time: then the wait was too long, and the caller is still there.
            if case .cancelled? = call.cancellation { return .failure(.cancelled) }
            return .failure(.bulkhead(.deadline))
        } catch {
            return .failure(.bulkhead(error))
        }
        let result = await operation(call)
        permit.release()
        return result
    }
}
