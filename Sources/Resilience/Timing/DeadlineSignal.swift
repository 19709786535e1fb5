import Synchronization

/// Wakes the one task that waits for a moving deadline.
///
/// ``signal()`` says that the deadline may have changed; a signal that nobody waits for is remembered, so that none is
/// lost between reading the deadline and going to sleep. Thread-safe.
final class DeadlineSignal: Sendable {
    private struct State {
        var isClaimed = false
        var isPending = false
        var isCancelled = false
        var waiter: UnsafeContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func signal() {
        let waiter: UnsafeContinuation<Void, Never>? = state.withLock { state in
            if state.waiter == nil { state.isPending = true }
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Calls `fire` whenever the deadline that `nextDeadline` names has come, until the task is cancelled.
    ///
    /// There is one waiter's place: a second call returns at once while the first runs.
    func run<C: Clock>(on clock: C, nextDeadline: () -> C.Instant?, fire: () -> Void) async {
        guard state.withLock({ !$0.isClaimed.exchange(with: true) }) else { return }
        defer { state.withLock { $0.isClaimed = false } }
        while !Task.isCancelled {
            guard let deadline = nextDeadline() else {
                await wait()
                continue
            }
            if await reaches(deadline, on: clock) { fire() }
        }
    }

    /// Sleeps until `deadline`; false when a signal or cancellation came first.
    private func reaches<C: Clock>(_ deadline: C.Instant, on clock: C) async -> Bool {
        await withTaskGroup(of: Bool.self) { race in
            race.addTask {
                do {
                    try await clock.sleep(until: deadline, tolerance: nil)
                    return true
                } catch {
                    return false
                }
            }
            race.addTask {
                await self.wait()
                return false
            }
            let slept = await race.next() ?? false
            race.cancelAll()
            return slept
        }
    }

    /// Returns at the next signal, at once if one is remembered, or when the task is cancelled.
    private func wait() async {
        state.withLock { $0.isCancelled = false }
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let resumesNow = state.withLock { state in
                    guard state.isPending || state.isCancelled else {
                        state.waiter = continuation
                        return false
                    }
                    state.isPending = false
                    return true
                }
                if resumesNow { continuation.resume() }
            }
        } onCancel: {
            let waiter: UnsafeContinuation<Void, Never>? = state.withLock { state in
                state.isCancelled = true
                return state.waiter.take()
            }
            waiter?.resume()
        }
    }
}

extension Bool {
    /// Stores `value` and returns what was stored before.
    fileprivate mutating func exchange(with value: Bool) -> Bool {
        defer { self = value }
        return self
    }
}
