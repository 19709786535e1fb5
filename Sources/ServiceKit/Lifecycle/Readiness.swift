import Synchronization

/// Whether a service wants traffic. Thread-safe.
public final class Readiness: Sendable {
    /// The states, in their order.
    public enum State: Int, Sendable {
        /// Not yet.
        case starting
        /// Yes.
        case ready
        /// No more: it is about to stop.
        case draining
    }

    private let current = Atomic<Int>(State.starting.rawValue)

    init() {}

    /// The state now.
    public internal(set) var state: State {
        get { State(rawValue: current.load(ordering: .acquiring)) ?? .starting }
        set { current.store(newValue.rawValue, ordering: .releasing) }
    }
}
