/// Names that had no addresses a short while ago (RFC 2308 2), so that nobody asks for them again at once: a pure value.
struct NegativeCache<Failure: Error, Instant: InstantProtocol> where Instant.Duration == Duration {
    private var entries: [String: (failure: Failure, until: Instant)] = [:]
    private let lifetime: Duration
    private let limit: Int

    /// - Parameter limit: names held at once; at least 1.
    init(lifetime: Duration, limit: Int = 256) {
        self.lifetime = lifetime
        self.limit = max(1, limit)
    }

    var count: Int { entries.count }

    /// Why `name` has no addresses, where that is still fresh.
    mutating func failure(of name: String, at now: Instant) -> Failure? {
        guard let entry = entries[name] else { return nil }
        if now < entry.until { return entry.failure }
        entries[name] = nil
        return nil
    }

    /// Notes that `name` has no addresses.
    mutating func record(_ failure: Failure, for name: String, at now: Instant) {
        if entries[name] == nil, entries.count >= limit {
            entries = entries.filter { now < $0.value.until }
            // All fresh: the one that ends first makes room.
            if entries.count >= limit, let first = entries.min(by: { $0.value.until < $1.value.until }) {
                entries[first.key] = nil
            }
        }
        entries[name] = (failure, now.advanced(by: lifetime))
    }
}
