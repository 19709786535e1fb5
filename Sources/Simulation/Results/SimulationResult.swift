/// What a simulation came to. The same world gives the same result, to the last bit.
public struct SimulationResult: Sendable, Hashable {
    /// Per group of clients, in the world's order.
    public let groups: [GroupResult]
    /// Per endpoint, in the world's order.
    public let endpoints: [EndpointResult]
    /// How many events there were.
    public let events: Int
    /// A fingerprint of all events in their order.
    public let digest: UInt64
    /// When the last call had ended.
    public let end: VirtualInstant
}

/// What one endpoint did.
public struct EndpointResult: Sendable, Hashable {
    /// Requests that reached it.
    public internal(set) var received = 0
    /// Requests it served.
    public internal(set) var served = 0
    /// Requests it turned away for want of a place.
    public internal(set) var shed = 0
    /// Requests it dropped in the queue, nobody waiting for them any more.
    public internal(set) var dropped = 0
    /// Requests it served although nobody waited for them any more.
    public internal(set) var wasted = 0
    /// The most that waited at once.
    public internal(set) var longestQueue = 0
}
