extension StaleFallback {
    /// This fallback outside `policy`: the outermost layer.
    ///
    ///     let answer = try await fallback.around(deadline).around(breaker).run("stock") { call in try await fetchStock() }
    public func around<Inner: Policy<C>>(_ policy: Inner) -> StaleFallbackPolicy<Key, Value, Inner> {
        StaleFallbackPolicy(fallback: self, inner: policy)
    }
}

/// A ``StaleFallback`` around a policy. It serves values of one type, and is therefore no ``Policy`` itself.
public struct StaleFallbackPolicy<Key: Hashable & Sendable, Value: Sendable, Inner: Policy>: Sendable {
    private let fallback: StaleFallback<Key, Value, Inner.C>
    private let inner: Inner

    init(fallback: StaleFallback<Key, Value, Inner.C>, inner: Inner) {
        self.fallback = fallback
        self.inner = inner
    }

    /// The same with a further layer, innermost.
    public func around<Innermost: Policy<Inner.C>>(
        _ policy: Innermost
    ) -> StaleFallbackPolicy<Key, Value, ComposedPolicy<Inner, Innermost>> {
        StaleFallbackPolicy<Key, Value, ComposedPolicy<Inner, Innermost>>(
            fallback: fallback,
            inner: inner.around(policy)
        )
    }

    /// Makes one call, as ``Policy/run(deadline:_:)`` does; keeps its value, or serves an earlier one.
    ///
    /// The same failures end in it as in a ``Fallback``. The operation may go on after this returns, where an earlier
    /// value was served at a soft timeout or while it is refreshed; a refresh does not have the caller's deadline.
    /// - Throws: ``PolicyError``, where nothing can be served instead.
    public func run(
        _ key: Key,
        deadline: Deadline<Inner.C>? = nil,
        _ operation: @escaping @Sendable (PolicyCall<Inner.C>) async throws -> Value
    ) async throws(PolicyError) -> Answer<Value> {
        let inner = inner
        let answer = await fallback.answer(for: key, worth: Self.worth) { purpose in
            let call = PolicyCall(deadline: purpose == .caller ? deadline : nil)
            return await inner.execute(call) { call in await call.result(of: operation) }
        }
        switch answer {
        case .called(let result): return Answer(fresh: try result.get())
        case .stale(let value, let age, .failed(.failure(let failure))):
            return Answer(.stale, value, age: age, insteadOf: failure)
        case .stale(let value, let age, _): return Answer(.stale, value, age: age, insteadOf: nil)
        }
    }

    @Sendable
    private static func worth(_ result: Result<Value, PolicyError>) -> OutcomeWorth<Value> {
        switch result {
        case .success(let value): .good(value)
        case .failure(let failure): failure.mayBeSubstituted ? .failed : .final
        }
    }
}
