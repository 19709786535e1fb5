/// What happens to a client's connections, told as it happens. Called on the event loops: be quick.
public protocol HTTPClientObserver: Sendable {
    /// A connection attempt ended; `succeeded` says how.
    func connectionAttempted(succeeded: Bool)
    /// The number of idle and of active connections changed by these amounts.
    func connectionsChanged(idle: Int, active: Int)
}
