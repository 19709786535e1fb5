/// The calls that ended since the limit was last adjusted: how many, their latencies' sum, the most in flight.
struct LatencySample<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// When it may be judged at the earliest.
    let end: Instant
    private(set) var calls = 0
    private(set) var mostInFlight = 0
    /// Whether there was a sign of overload.
    private(set) var sawOverload = false
    private var seconds = 0.0

    init(until end: Instant) { self.end = end }

    /// Mean latency in seconds; 0 without calls.
    var mean: Double { calls == 0 ? 0 : seconds / Double(calls) }

    mutating func add(_ latency: Duration, inFlight: Int) {
        calls += 1
        seconds += max(0, latency.inSeconds)
        mostInFlight = max(mostInFlight, inFlight)
    }

    mutating func addOverload(inFlight: Int) {
        sawOverload = true
        mostInFlight = max(mostInFlight, inFlight)
    }
}
