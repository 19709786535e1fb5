/// What lies between clients and endpoints.
public struct NetworkModel: Sendable, Hashable {
    /// One way. Default 0.5 ms.
    public var latency: Distribution = .constant(.microseconds(500))
    /// The probability with which a message is lost and sent again later, as TCP does. Default 0; 0 to 0.9.
    public var loss = 0.0
    /// How much later; it doubles with every further loss of the same message. Default 200 ms, Linux's least
    /// retransmission timeout (RFC 6298 would have one second).
    public var retransmission: Duration = .milliseconds(200)

    /// A network with every default.
    public init() {}

    func validate() throws(SimulationError) {
        try latency.validate("latency")
        try SimulationError.require(loss >= 0 && loss <= 0.9, "loss", "0 to 0.9")
        let isSound = retransmission >= .zero && retransmission <= SimulationError.longest
        try SimulationError.require(isSound, "retransmission", "0 to 24 h")
    }
}
