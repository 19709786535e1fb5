import Synchronization

/// Keeps the last good answer for each key, to be served when the dependency cannot answer.
///
/// A ``LastGoodEntries`` behind a lock, with a monotonic clock. Thread-safe. Source: RFC 5861, section 4
/// (stale-if-error).
public final class LastGoodCache<Key: Hashable & Sendable, Value: Sendable, C: Clock>: Sendable
where C.Duration == Duration {
    private let entries: Mutex<LastGoodEntries<Key, Value, C.Instant>>
    private let clock: C

    /// Makes an empty cache of at most `capacity` entries. Default 1024; a capacity below 1 counts as 1.
    public init(capacity: Int = 1024, clock: C) {
        self.clock = clock
        entries = Mutex(LastGoodEntries(capacity: capacity))
    }

    /// Number of entries.
    public var count: Int { entries.withLock { $0.count } }

    /// Keeps `value` as the last good answer for `key`, as of `age` ago. One that is older than the one kept is dropped.
    public func store(_ value: Value, for key: Key, age: Duration = .zero) {
        let now = clock.now
        let storedAt = age > .zero ? now.advanced(by: .zero - age) : now
        entries.withLock { $0.store(value, for: key, at: storedAt) }
    }

    /// Forgets the answer for `key`.
    public func remove(_ key: Key) { entries.withLock { $0.remove(key) } }

    /// The last good answer for `key` and its age, if it is at most `maxAge` old.
    public func lookup(_ key: Key, maxAge: Duration) -> (value: Value, age: Duration)? {
        let now = clock.now
        return entries.withLock { $0.lookup(key, at: now, maxAge: maxAge) }
    }
}
