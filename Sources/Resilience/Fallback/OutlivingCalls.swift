/// The calls that go on after their soft timeout, by key, as a pure value: never more than their limits.
public struct OutlivingCalls<Key: Hashable & Sendable>: Sendable {
    private var counts: [Key: Int] = [:]
    /// How many there are in all.
    public private(set) var total = 0

    /// None.
    public init() {}

    /// Takes a place for one more; false, and nothing taken, if there is none.
    public mutating func begin(_ key: Key, perKey: Int, inAll: Int) -> Bool {
        guard total < inAll, counts[key, default: 0] < perKey else { return false }
        counts[key, default: 0] += 1
        total += 1
        return true
    }

    /// One has ended.
    public mutating func end(_ key: Key) {
        guard let count = counts[key] else { return }
        counts[key] = count > 1 ? count - 1 : nil
        total -= 1
    }
}
