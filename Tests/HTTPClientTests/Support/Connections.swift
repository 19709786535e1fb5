import HTTPClient
import Synchronization

/// Counts what a client tells of its connections. Thread-safe.
final class Connections: HTTPClientObserver, Sendable {
    private let state = Mutex((opened: 0, failed: 0, idle: 0, active: 0, mostActive: 0))

    var opened: Int { state.withLock { $0.opened } }
    var failed: Int { state.withLock { $0.failed } }
    var idle: Int { state.withLock { $0.idle } }
    var active: Int { state.withLock { $0.active } }
    var mostActive: Int { state.withLock { $0.mostActive } }

    func connectionAttempted(succeeded: Bool) {
        state.withLock { if succeeded { $0.opened += 1 } else { $0.failed += 1 } }
    }

    func connectionsChanged(idle: Int, active: Int) {
        state.withLock {
            $0.idle += idle
            $0.active += active
            $0.mostActive = max($0.mostActive, $0.active)
        }
    }
}
