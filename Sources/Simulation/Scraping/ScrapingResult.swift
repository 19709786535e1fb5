/// What became of the scrapes of a world. The same world gives the same result, to the last bit.
public struct ScrapingResult: Sendable, Hashable {
    /// Scrapes that came due; each is in one of the next four.
    public internal(set) var due = 0
    /// Taken in before the next of the same target came due.
    public internal(set) var upToDate = 0
    /// Taken in later than that.
    public internal(set) var late = 0
    /// Given up, since the target did not answer in time.
    public internal(set) var timedOut = 0
    /// Never begun: the one before was not over, and another waited already.
    public internal(set) var missed = 0
    /// From the beginning of a scrape until it is taken in.
    public internal(set) var scrapeTime = LatencyHistogram()
    /// Per server.
    public internal(set) var shards: [ShardResult]
    /// How many events there were.
    public internal(set) var events = 0
    /// A fingerprint of all events in their order.
    public internal(set) var digest: UInt64 = 0

    init(shards: Int) { self.shards = Array(repeating: ShardResult(), count: shards) }

    /// The share of the scrapes that came due that were taken in before the next.
    public var upToDateShare: Double { due > 0 ? Double(upToDate) / Double(due) : 1 }
}

/// What one server did.
public struct ShardResult: Sendable, Hashable {
    /// Its targets.
    public internal(set) var targets = 0
    /// Scrapes that it took in while scrapes came due.
    public internal(set) var scrapes = 0
    /// For how long its cores were busy while scrapes came due, added up.
    public internal(set) var busy: Duration = .zero
    /// The most that waited for a core at once.
    public internal(set) var longestQueue = 0
}
