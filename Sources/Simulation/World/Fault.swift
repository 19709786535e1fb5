/// Something that goes wrong for a while. Of two error rates or slownesses at one endpoint the one that began last counts.
public struct Fault: Sendable, Hashable {
    /// What goes wrong.
    public enum Kind: Sendable, Hashable {
        /// This share of requests is answered with a 500 at once. 0 to 1.
        case errors(Double)
        /// Requests are taken and never answered; nor are those being served.
        case hang
        /// Serving takes so many times as long. Above 0, at most 1,000.
        case slow(Double)
        /// The process is gone: its requests are reset, and connections are refused.
        case down
        /// No message passes between the endpoints and these clients, in either direction; nil for all clients.
        case partition(clients: Range<Int>?)
        /// Down and up again, in turn.
        case crashLoop(down: Duration, up: Duration)
        /// The endpoints go down one after the other, each for this long, the next when it is back.
        case rollingRestart(down: Duration)
    }

    /// What goes wrong.
    public var kind: Kind
    /// With which endpoints, by their place in the world.
    public var endpoints: [Int]
    /// When it begins.
    public var start: Duration
    /// When it is over. A rolling restart ends by itself at the latest.
    public var end: Duration

    /// Describes a fault.
    public init(_ kind: Kind, endpoints: [Int], from start: Duration, to end: Duration) {
        self.kind = kind
        self.endpoints = endpoints
        self.start = start
        self.end = end
    }

    func validate(endpointCount: Int) throws(SimulationError) {
        try SimulationError.require(start >= .zero && start <= end, "faults.from", "not after faults.to")
        let areKnown = endpoints.allSatisfy { (0..<endpointCount).contains($0) }
        try SimulationError.require(areKnown, "faults.endpoints", "places of endpoints there are")
        switch kind {
        case .errors(let rate): try SimulationError.require(rate >= 0 && rate <= 1, "faults.rate", "0 to 1")
        case .slow(let factor):
            try SimulationError.require(factor > 0 && factor <= 1_000, "faults.factor", "above 0, at most 1000")
        case .crashLoop(let down, let up):
            let accepted = Duration.milliseconds(1)...SimulationError.longest
            let isSound = accepted.contains(down) && accepted.contains(up)
            try SimulationError.require(isSound, "faults.down and faults.up", "times from 1 ms to 24 h")
        case .rollingRestart(let down):
            let isSound = down >= .milliseconds(1) && down <= SimulationError.longest
            try SimulationError.require(isSound, "faults.down", "1 ms to 24 h")
        case .hang, .down, .partition: break
        }
    }
}
