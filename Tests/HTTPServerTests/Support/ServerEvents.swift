import HTTPServer
import Synchronization

/// What a server told its observer; tests wait for it instead of sleeping. Thread-safe.
final class ServerEvents: HTTPServerObserver, Sendable {
    private struct State {
        var opened = 0
        var closed = 0
        var rejections: [HTTPRejectionReason] = []
        var waiters: [(closed: Int, continuation: UnsafeContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var opened: Int { state.withLock { $0.opened } }
    var closed: Int { state.withLock { $0.closed } }
    var rejections: [HTTPRejectionReason] { state.withLock { $0.rejections } }

    func connectionOpened() { state.withLock { $0.opened += 1 } }
    func rejected(_ reason: HTTPRejectionReason) { state.withLock { $0.rejections.append(reason) } }

    func connectionClosed() {
        let due = state.withLock { state in
            state.closed += 1
            let closed = state.closed
            defer { state.waiters.removeAll { $0.closed <= closed } }
            return state.waiters.filter { $0.closed <= closed }
        }
        for waiter in due { waiter.continuation.resume() }
    }

    /// Returns once `count` connections have ended.
    func waitUntilClosed(_ count: Int) async {
        await withUnsafeContinuation { continuation in
            let isDue = state.withLock { state in
                if state.closed < count { state.waiters.append((count, continuation)) }
                return state.closed >= count
            }
            if isDue { continuation.resume() }
        }
    }
}
