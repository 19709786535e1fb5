/// The calls that go on after their soft timeout, by key, as a pure value: never more than their limits.
struct OutlivingCalls<Key: Hashable & Sendable>: Sendable {
    private var counts: [Key: Int] = [:]
    /// How many there are in all.
    private(set) var total = 0

    /// Takes a place for one more; false, and nothing taken, if there is none.
    mutating func begin(_ key: Key, perKey: Int, inAll: Int) -> Bool {
        guard total < inAll, counts[key, default: 0] < perKey else { return false }
        counts[key, default: 0] += 1
        total += 1
        return true
    }

    /// One has ended.
    mutating func end(_ key: Key) {
        guard let count = counts[key] else { return }
        counts[key] = count > 1 ? count - 1 : nil
        total -= 1
    }
}
