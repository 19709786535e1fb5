import Synchronization

/// A call against its soft timeout: the waiting caller is woken by whichever comes first. Thread-safe.
final class SoftRace<Outcome: Sendable>: Sendable {
    private struct State {
        var outcome: Outcome?
        var isExpired = false
        var isAbandoned = false
        var waiter: UnsafeContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// The call has ended. True if its caller no longer waits.
    func end(_ outcome: Outcome) -> Bool {
        let (waiter, isAbandoned) = state.withLock { state in
            state.outcome = outcome
            return (state.waiter.take(), state.isAbandoned)
        }
        waiter?.resume()
        return isAbandoned
    }

    /// The time is over.
    func expire() {
        let waiter: UnsafeContinuation<Void, Never>? = state.withLock { state in
            state.isExpired = true
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// The caller wants to be served otherwise. Returns what the call came to if it has ended in this moment.
    func abandon() -> Outcome? {
        state.withLock { state in
            state.isAbandoned = true
            return state.outcome
        }
    }

    /// What the call came to, or nil once the time is over. One task may wait.
    func outcomeOrExpiry() async -> Outcome? {
        await wait { $0.isExpired }
        return state.withLock { $0.outcome }
    }

    /// What the call came to, however long it takes. One task may wait.
    func outcome() async -> Outcome {
        while true {
            if let outcome = state.withLock({ $0.outcome }) { return outcome }
            await wait { _ in false }
        }
    }

    private func wait(_ isOver: @Sendable (State) -> Bool) async {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            let resumesNow = state.withLock { state in
                if state.outcome != nil || isOver(state) { return true }
                state.waiter = continuation
                return false
            }
            if resumesNow { continuation.resume() }
        }
    }
}
