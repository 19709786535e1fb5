import Synchronization

/// What a queued call waits for: decided once, by whoever takes it out of the queue. Thread-safe.
@usableFromInline
final class Turn: Sendable {
    enum Verdict: Sendable {
        case granted
        case rejected(BulkheadRejection)
    }

    private struct State {
        var verdict: Verdict?
        var waiter: UnsafeContinuation<Verdict, Never>?
    }

    private let state = Mutex(State())

    /// Called once: a queue gives each of its waiters out once.
    func decide(_ verdict: Verdict) {
        let waiter: UnsafeContinuation<Verdict, Never>? = state.withLock { state in
            state.verdict = verdict
            return state.waiter.take()
        }
        waiter?.resume(returning: verdict)
    }

    /// Returns once it is decided. One task may wait.
    func decided() async -> Verdict {
        await withUnsafeContinuation { continuation in
            let verdict: Verdict? = state.withLock { state in
                if state.verdict == nil { state.waiter = continuation }
                return state.verdict
            }
            if let verdict { continuation.resume(returning: verdict) }
        }
    }
}
