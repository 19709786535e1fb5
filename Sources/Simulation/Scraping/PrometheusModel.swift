/// A Prometheus, as far as it scrapes: processors that take in one scrape after another, and memory that series fill.
///
/// No queries, no rules, no compaction: what they need comes on top.
public struct PrometheusModel: Sendable, Hashable {
    /// How many scrapes are taken in at once. Default 8; 1 to 1,024.
    public var cores = 8
    /// What it may use, in bytes. Default 64 GiB; above 0.
    public var memoryBytes = 68_719_476_736.0
    /// What it uses without a series, in bytes. Default 0; 0 or more.
    public var baseBytes = 0.0
    /// What a series takes, in bytes. Default 4,096; 0 or more.
    public var bytesPerSeries = 4_096.0
    /// Processor time to fetch, read and keep a sample. Default 1 µs; at most 1 ms.
    public var costPerSample: Duration = .microseconds(1)
    /// Whether and for what it sends every sample on. Default nil: it does not.
    public var remoteWrite: RemoteWriteModel?

    /// A Prometheus with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    func validate() throws(SimulationError) {
        typealias Refusal = SimulationError
        try Refusal.require((1...1_024).contains(cores), "cores", "1 to 1024")
        try Refusal.require(memoryBytes > 0 && memoryBytes <= 1e18, "memoryBytes", "above 0, at most 1e18")
        try Refusal.require(baseBytes >= 0 && baseBytes <= 1e18, "baseBytes", "0 to 1e18")
        try Refusal.require(bytesPerSeries >= 0 && bytesPerSeries <= 1e9, "bytesPerSeries", "0 to 1e9")
        try Refusal.require(Self.isCost(costPerSample), "costPerSample", "0 to 1 ms")
        guard let remoteWrite else { return }
        let areSound = Self.isCost(remoteWrite.costPerSample)
        try Refusal.require(areSound, "remoteWrite.costPerSample", "0 to 1 ms")
        for (name, bytes) in [
            ("bytesPerSample", remoteWrite.bytesPerSample), ("bytesPerSeries", remoteWrite.bytesPerSeries),
        ] {
            try Refusal.require(bytes >= 0 && bytes <= 1e9, "remoteWrite.\(name)", "0 to 1e9")
        }
    }

    private static func isCost(_ time: Duration) -> Bool { time >= .zero && time <= .milliseconds(1) }

    /// How long a core takes in a scrape of so many series, in nanoseconds.
    func work(series: Int) -> Int64 {
        let cost = costPerSample + (remoteWrite?.costPerSample ?? .zero)
        return cost.nanosecondsRoundedUp * Int64(series)
    }

    /// What it uses with so many series, in bytes.
    public func bytes(series: Int) -> Double {
        baseBytes + Double(series) * (bytesPerSeries + (remoteWrite?.bytesPerSeries ?? 0))
    }
}

/// What it costs a Prometheus to send every sample on to another store.
public struct RemoteWriteModel: Sendable, Hashable {
    /// Processor time for a sample, besides that to keep it. Default 1 µs; at most 1 ms.
    public var costPerSample: Duration = .microseconds(1)
    /// Bytes on the wire for a sample. Default 16; 0 or more.
    public var bytesPerSample = 16.0
    /// What a series takes more, in bytes. Default 0; 0 or more.
    public var bytesPerSeries = 0.0

    /// Every default.
    public init() {}
}
