/// One service as the lab's supervisor sees it.
struct ServiceProcess: Equatable, Sendable {
    enum State: String, Encodable, Sendable {
        case running
        /// Frozen: its port accepts connections, and nobody answers.
        case stopped
        /// Down until somebody starts it.
        case held
        /// Down; it is started again by itself, or never.
        case down
    }

    let instance: Topology.Instance
    let state: State
    /// The process's number; nil while it is down.
    var id: Int32?
    /// Whether packets to and from its application port are dropped.
    let isPartitioned: Bool
}
