/// One layer of protection around a call: it may refuse the call, delay it, repeat it or bound it.
///
/// Layers compose outermost first, and the types of the whole remain static:
///
///     let policy = DeadlinePolicy(.seconds(3), clock: clock)
///         .around(callBreaker)
///         .around(retry)
///         .around(bulkhead)
///         .around(Timeout(.seconds(1), clock: clock))
///     let stock = try await policy.run { call in try await fetchStock(deadline: call.deadline) }
///
/// The order is a decision. A breaker outside a retry counts calls; inside, it counts attempts, and opens on transient
/// errors. A bulkhead outside a retry holds its place during back-offs; inside, only while an attempt runs.
///
/// Between layers a failure travels in a `Result` and is thrown once, at the edge (``run(deadline:_:)``): errors of
/// different layers do not nest, and nothing is boxed on the way. The operation does not escape, so a layer that wraps
/// it allocates nothing for that.
public protocol Policy<C>: Sendable {
    /// The clock that deadlines are read on.
    associatedtype C: Clock where C.Duration == Duration

    /// Makes the call, or does not, and says what it came to.
    ///
    /// May be called by any number of tasks at once.
    /// - Parameters:
    ///   - call: what this layer may know of the call; a layer hands it on, changed where it narrows or repeats the call.
    ///   - operation: everything inside this layer. May be called again; not after this returns.
    func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError>
}

extension Policy {
    /// This layer outside `inner`.
    @inlinable
    public func around<Inner: Policy<C>>(_ inner: Inner) -> ComposedPolicy<Self, Inner> {
        ComposedPolicy(outer: self, inner: inner)
    }

    /// Makes one call through the policy.
    ///
    /// An error that the operation throws counts as ``PolicyError/init(thrown:)`` says; one thrown while the caller is
    /// cancelled is ``PolicyError/cancelled``.
    /// - Parameters:
    ///   - deadline: when the caller must have its answer; nil for no such time.
    ///   - operation: makes one attempt. It should heed ``PolicyCall/deadline``. May be called again.
    /// - Throws: ``PolicyError``.
    @inlinable
    public func run<Value: Sendable>(
        deadline: Deadline<C>? = nil,
        _ operation: @Sendable (PolicyCall<C>) async throws -> Value
    ) async throws(PolicyError) -> Value {
        let result = await execute(PolicyCall(deadline: deadline)) { call in await call.result(of: operation) }
        return try result.get()
    }
}

/// One layer around another.
public struct ComposedPolicy<Outer: Policy, Inner: Policy<Outer.C>>: Policy {
    /// Clock of both.
    public typealias C = Outer.C

    @usableFromInline let outer: Outer
    @usableFromInline let inner: Inner

    @inlinable
    init(outer: Outer, inner: Inner) {
        self.outer = outer
        self.inner = inner
    }

    /// Makes the call through the outer layer, and within it through the inner one.
    @inlinable
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        await outer.execute(call) { call in await inner.execute(call, operation) }
    }
}
