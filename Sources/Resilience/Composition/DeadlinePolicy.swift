/// Narrows a call's deadline, and makes no call whose deadline has come.
///
/// Unlike a ``Timeout`` it interrupts nothing and costs next to nothing: the operation, and each layer within, heeds
/// ``PolicyCall/deadline``.
public struct DeadlinePolicy<C: Clock>: Policy where C.Duration == Duration {
    /// How long the whole call may take from here. Zero or less, and it is not made.
    public let limit: Duration
    @usableFromInline let clock: C

    /// Makes a policy that allows calls this long.
    public init(_ limit: Duration, clock: C) {
        self.limit = limit
        self.clock = clock
    }

    /// Makes the call with the earlier of its deadline and the limit from now.
    @inlinable
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        let now = clock.now
        let narrowed = call.narrowed(to: Deadline(now.advanced(by: limit)))
        if let deadline = narrowed.deadline, deadline.hasPassed(at: now) { return .failure(.deadline) }
        return await operation(narrowed)
    }
}
