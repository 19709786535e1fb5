/// Keeps the last good answer for each key, and serves it where a call has no value: the outermost layer.
///
/// The same failures end in it as in a ``Fallback``, which it can fall back to where it has nothing that is young
/// enough. Source: RFC 5861, section 4 (stale-if-error).
public struct StaleIfError<Key: Hashable & Sendable, Value: Sendable, C: Clock>: Sendable
where C.Duration == Duration {
    private let cache: LastGoodCache<Key, Value, C>
    private let maxAge: Duration
    private let otherwise: Fallback<Value>

    /// Makes a layer.
    /// - Parameters:
    ///   - cache: where the answers are kept.
    ///   - maxAge: no older one is served.
    ///   - otherwise: what to serve then. Default: nothing.
    public init(
        _ cache: LastGoodCache<Key, Value, C>,
        maxAge: Duration,
        otherwise: Fallback<Value> = Fallback { _ in nil }
    ) {
        self.cache = cache
        self.maxAge = maxAge
        self.otherwise = otherwise
    }

    /// This layer outside `policy`.
    public func around<Inner: Policy<C>>(_ policy: Inner) -> StaleIfErrorPolicy<Key, Value, Inner> {
        StaleIfErrorPolicy(layer: self, inner: policy)
    }

    /// Keeps a fresh value.
    func keep(_ value: Value, for key: Key) -> Answer<Value> {
        cache.store(value, for: key)
        return Answer(fresh: value)
    }

    /// The substitute for a failure.
    func answer(for key: Key, insteadOf failure: PolicyError) throws(PolicyError) -> Answer<Value> {
        guard failure.mayBeSubstituted, let found = cache.lookup(key, maxAge: maxAge) else {
            return try otherwise.answer(insteadOf: failure)
        }
        return Answer(.stale, found.value, age: found.age, insteadOf: failure)
    }
}

/// A ``StaleIfError`` around a policy. It serves values of one type, and is therefore no ``Policy`` itself.
public struct StaleIfErrorPolicy<Key: Hashable & Sendable, Value: Sendable, Inner: Policy>: Sendable {
    private let layer: StaleIfError<Key, Value, Inner.C>
    private let inner: Inner

    init(layer: StaleIfError<Key, Value, Inner.C>, inner: Inner) {
        self.layer = layer
        self.inner = inner
    }

    /// Makes one call, as ``Policy/run(deadline:_:)`` does; keeps its value, or serves the last good one for `key`.
    ///
    /// - Throws: ``PolicyError``, where nothing can be served instead.
    public func run(
        _ key: Key,
        deadline: Deadline<Inner.C>? = nil,
        _ operation: @Sendable (PolicyCall<Inner.C>) async throws -> Value
    ) async throws(PolicyError) -> Answer<Value> {
        do throws(PolicyError) {
            return layer.keep(try await inner.run(deadline: deadline, operation), for: key)
        } catch {
            return try layer.answer(for: key, insteadOf: error)
        }
    }
}
