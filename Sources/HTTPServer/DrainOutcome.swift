/// What became of the connections with a request under way when a server drained.
public struct DrainOutcome: Hashable, Sendable {
    /// Connections that ended in order: their requests were answered.
    public var finished: Int
    /// Connections that were cut off at the timeout.
    public var cut: Int

    /// Makes an outcome.
    public init(finished: Int = 0, cut: Int = 0) {
        self.finished = finished
        self.cut = cut
    }
}
