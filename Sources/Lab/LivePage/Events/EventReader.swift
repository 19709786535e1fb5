import Synchronization

/// One open page's place in the stream: it sleeps until there is news. Thread-safe; one task at a time waits on it.
final class EventReader: Sendable {
    private struct State {
        var hasNews = false
        var waiter: UnsafeContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the waiting task, or spares it its next wait.
    func wake() {
        let waiter = state.withLock { state in
            state.hasNews = state.waiter == nil
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns once there was a ``wake()`` since the last wait, or the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let isDue = state.withLock { state in
                    if state.hasNews || Task.isCancelled {
                        state.hasNews = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
    }
}
