/// Serves a substitute where a call has no value: the outermost layer.
///
/// Every way in which a policy fails can end in it: an open breaker, a full bulkhead, a deadline, the operation's error.
/// Two cannot: the caller's cancellation, and an error that counts as a success of the dependency
/// (``ClassifiedFailure/callOutcome``). Source: Nygard, *Release It!*, 2nd ed., ch. 5, "Circuit Breaker" (what to do
/// while it is open).
public struct Fallback<Value: Sendable>: Sendable {
    private let substitute: @Sendable (PolicyError) -> Value?

    /// Serves what `substitute` makes of a failure; nil passes the failure on.
    public init(_ substitute: @escaping @Sendable (PolicyError) -> Value?) { self.substitute = substitute }

    /// Serves always the same.
    public init(constant value: Value) { substitute = { _ in value } }

    /// This fallback outside `policy`.
    public func around<Inner: Policy>(_ policy: Inner) -> FallbackPolicy<Value, Inner> {
        FallbackPolicy(fallback: self, inner: policy)
    }

    /// The substitute for a failure.
    func answer(insteadOf failure: PolicyError) throws(PolicyError) -> Answer<Value> {
        guard failure.mayBeSubstituted, let value = substitute(failure) else { throw failure }
        return Answer(.fallback, value, insteadOf: failure)
    }
}

/// A ``Fallback`` around a policy. It serves values of one type, and is therefore no ``Policy`` itself.
public struct FallbackPolicy<Value: Sendable, Inner: Policy>: Sendable {
    private let fallback: Fallback<Value>
    private let inner: Inner

    init(fallback: Fallback<Value>, inner: Inner) {
        self.fallback = fallback
        self.inner = inner
    }

    /// The same with a further layer, innermost.
    public func around<Innermost: Policy<Inner.C>>(
        _ policy: Innermost
    ) -> FallbackPolicy<Value, ComposedPolicy<Inner, Innermost>> {
        FallbackPolicy<Value, ComposedPolicy<Inner, Innermost>>(fallback: fallback, inner: inner.around(policy))
    }

    /// Makes one call, as ``Policy/run(deadline:_:)`` does, and serves the substitute if it fails.
    ///
    /// - Throws: ``PolicyError``, where nothing can be served instead.
    public func run(
        deadline: Deadline<Inner.C>? = nil,
        _ operation: @Sendable (PolicyCall<Inner.C>) async throws -> Value
    ) async throws(PolicyError) -> Answer<Value> {
        do throws(PolicyError) {
            return Answer(fresh: try await inner.run(deadline: deadline, operation))
        } catch {
            return try fallback.answer(insteadOf: error)
        }
    }
}
