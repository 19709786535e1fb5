/// Targets, and the Prometheus servers that share them.
///
/// A target belongs to one server by chance and has a point of its own in the interval, as Prometheus has both by a hash of
/// its labels. Source: Prometheus, *Configuration*, `hashmod` and `scrape_interval`.
public struct ScrapingWorld: Sendable, Hashable {
    /// Determines everything that is left to chance.
    public var seed: UInt64 = 1
    /// For how long scrapes come due; those under way then are seen to their end. Default 5 min; at most 24 h.
    public var duration: Duration = .seconds(300)
    /// How many targets there are. Default 1; 1 to 1,000,000.
    public var targets = 1
    /// Series of each, those included that Prometheus adds to every scrape. Default 1,000; 1 to 1,000,000.
    public var seriesPerTarget = 1_000
    /// Bytes of an exposition on the wire. Default 100,000; 0 or more.
    public var bytesPerScrape = 100_000.0
    /// How long a target takes to answer. Default 1 ms.
    public var exposition: Distribution = .constant(.milliseconds(1))
    /// What lies between, one way. Default 0.5 ms.
    public var latency: Distribution = .constant(.microseconds(500))
    /// How often each target is scraped. Default 15 s; 1 ms to 1 h, and at most the duration.
    public var interval: Duration = .seconds(15)
    /// How long an answer may take. Default nil: ten seconds, or the interval where that is shorter.
    public var timeout: Duration?
    /// How many servers share the targets. Default 1; 1 to 10,000.
    public var shards = 1
    /// What each of them is.
    public var prometheus = PrometheusModel()

    /// A world of one target with every default.
    public init() {}

    /// The timeout that holds.
    public var scrapeTimeout: Duration { timeout ?? min(interval, .seconds(10)) }

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(SimulationError) {
        typealias Refusal = SimulationError
        try Refusal.require(duration > .zero && duration <= .seconds(86_400), "duration", "above 0, at most 24 h")
        try Refusal.require((1...1_000_000).contains(targets), "targets", "1 to 1000000")
        try Refusal.require((1...1_000_000).contains(seriesPerTarget), "seriesPerTarget", "1 to 1000000")
        try Refusal.require(bytesPerScrape >= 0 && bytesPerScrape <= 1e12, "bytesPerScrape", "0 to 1e12")
        try exposition.validate("exposition")
        try latency.validate("latency")
        let isInterval = interval >= .milliseconds(1) && interval <= min(.seconds(3_600), duration)
        try Refusal.require(isInterval, "interval", "1 ms to 1 h, and at most the duration")
        let isTimeout = scrapeTimeout > .zero && scrapeTimeout <= interval
        try Refusal.require(isTimeout, "timeout", "above 0, at most the interval")
        let scrapes = Double(targets) * (duration / interval)
        try Refusal.require(scrapes <= 1e8, "duration", "at most 100,000,000 scrapes long")
        try Refusal.require((1...10_000).contains(shards), "shards", "1 to 10000")
        try prometheus.validate()
    }
}
