/// The last good answer for each key, as a pure value of bounded size.
///
/// When it is full, the entry that was used least recently makes room. Store and lookup take constant time.
public struct LastGoodEntries<Key: Hashable & Sendable, Value: Sendable, Instant: InstantProtocol>: Sendable
where Instant.Duration == Duration {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline var key: Key
        @usableFromInline var value: Value
        @usableFromInline var storedAt: Instant
        @usableFromInline var newer: Int?
        @usableFromInline var older: Int?

        @inlinable
        init(key: Key, value: Value, storedAt: Instant) {
            self.key = key
            self.value = value
            self.storedAt = storedAt
        }
    }

    /// The most entries it keeps; at least 1.
    public let capacity: Int

    @usableFromInline var places: [Key: Int] = [:]
    @usableFromInline var entries: [Entry] = []
    @usableFromInline var newest: Int?
    @usableFromInline var oldest: Int?

    /// Makes an empty one. A capacity below 1 counts as 1.
    public init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// Number of entries.
    public var count: Int { entries.count }

    /// Keeps `value` as the last good answer for `key`, as of `now`. An answer older than the one kept is dropped: two
    /// calls may end in another order than they began.
    @inlinable
    public mutating func store(_ value: Value, for key: Key, at now: Instant) {
        if let place = places[key] {
            guard now >= entries[place].storedAt else { return }
            entries[place].value = value
            entries[place].storedAt = now
            touch(place)
            return
        }
        let place: Int
        let entry = Entry(key: key, value: value, storedAt: now)
        if entries.count == capacity, let oldest {
            detach(oldest)
            places[entries[oldest].key] = nil
            entries[oldest] = entry
            place = oldest
        } else {
            place = entries.count
            entries.append(entry)
        }
        places[key] = place
        attach(place)
    }

    /// Forgets the answer for `key`. Takes constant time: the last entry in memory moves into the place that is free.
    @inlinable
    public mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        detach(place)
        let last = entries.count - 1
        if place != last {
            let moved = entries[last]
            entries[place] = moved
            places[moved.key] = place
            if let newer = moved.newer { entries[newer].older = place } else { newest = place }
            if let older = moved.older { entries[older].newer = place } else { oldest = place }
        }
        entries.removeLast()
    }

    /// The last good answer for `key` and its age, if it is at most `maxAge` old. Looking it up counts as use.
    @inlinable
    public mutating func lookup(
        _ key: Key,
        at now: Instant,
        maxAge: Duration
    ) -> (value: Value, age: Duration)? {
        guard let place = places[key] else { return nil }
        let age = max(.zero, entries[place].storedAt.duration(to: now))
        guard age <= maxAge else { return nil }
        touch(place)
        return (entries[place].value, age)
    }

    @inlinable
    mutating func touch(_ place: Int) {
        detach(place)
        attach(place)
    }

    @inlinable
    mutating func detach(_ place: Int) {
        let (newer, older) = (entries[place].newer, entries[place].older)
        if let newer { entries[newer].older = older } else { newest = older }
        if let older { entries[older].newer = newer } else { oldest = newer }
    }

    @inlinable
    mutating func attach(_ place: Int) {
        entries[place].newer = nil
        entries[place].older = newest
        if let newest { entries[newest].newer = place } else { oldest = place }
        newest = place
    }
}
