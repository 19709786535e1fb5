/// One backend process: how long it takes, how much it does at once, and how it says that it has too much to do.
public struct EndpointModel: Sendable, Hashable {
    /// How long a request takes to serve, not counting its wait. Default 10 ms, exponential.
    public var serviceTime: Distribution = .exponential(mean: .milliseconds(10))
    /// Requests served at once. Default 16; at least 1.
    public var concurrency = 16
    /// Requests that wait their turn; a further one is answered with 503. Default 64; at least 0.
    public var queue = 64
    /// The `Retry-After` of that answer; nil for none. Default nil. Where there is one the backend counts as shedding, else
    /// as gone.
    public var retryAfter: Duration?
    /// Whether a request whose caller has gone, or whose deadline is over, is dropped when its turn comes. Default true.
    public var skipsAbandoned = true

    /// An endpoint with every default.
    public init() {}

    /// Requests per second it can serve.
    public var capacity: Double { Double(concurrency) / max(1e-9, serviceTime.mean / .seconds(1)) }

    func validate() throws(SimulationError) {
        try serviceTime.validate("serviceTime")
        try SimulationError.require(concurrency >= 1, "concurrency", "at least 1")
        try SimulationError.require(queue >= 0, "queue", "at least 0")
        if let retryAfter {
            let isSound = retryAfter >= .zero && retryAfter <= SimulationError.longest
            try SimulationError.require(isSound, "retryAfter", "0 to 24 h")
        }
    }
}
