/// A value for each case of an enumeration: metric handles by outcome, say, resolved once at start-up.
///
///     let outcomes = try registry.counterFamily("jobs_total", help: "Jobs.", labels: Label("outcome", Outcome.self))
///     let counters = CaseTable { outcomes.with($0) }
///     counters[.failed].increment()
///
/// Looking a few cases through is faster than hashing one, and there is a value for each, so that nothing is optional.
public struct CaseTable<Key: CaseIterable & Equatable & Sendable, Value: Sendable>: Sendable {
    private let entries: [(key: Key, value: Value)]

    /// Makes a table by asking for each case's value.
    ///
    /// - Throws: what `value` throws.
    public init<Failure>(_ value: (Key) throws(Failure) -> Value) throws(Failure) {
        var entries: [(key: Key, value: Value)] = []
        for key in Key.allCases { entries.append((key, try value(key))) }
        self.entries = entries
    }

    /// The value of a case. The last one's if `allCases` left the case out, which a synthesized list never does.
    public subscript(key: Key) -> Value {
        // By index: a copy of an entry would cost its value's reference counts.
        entries[entries.firstIndex { $0.key == key } ?? entries.count - 1].value
    }
}
