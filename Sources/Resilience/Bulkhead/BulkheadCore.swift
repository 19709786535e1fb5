import Synchronization

/// The lock around a ``BulkheadState``; what ``Bulkhead`` is but for its clock. Thread-safe.
///
/// Tasks are woken outside the lock.
final class BulkheadCore: Sendable {
    private let state: Mutex<BulkheadState<Turn>>

    init(_ configuration: BulkheadConfiguration) { state = Mutex(BulkheadState(configuration)) }

    func admit() -> Bool { state.withLock { $0.admit() } }

    func arrive() -> BulkheadState<Turn>.Arrival { state.withLock { $0.arrive(Turn()) } }

    func release() {
        let next = state.withLock { $0.release() }
        next?.decide(.granted)
    }

    func abandon(_ ticket: WaitTicket, _ reason: BulkheadRejection) {
        let left = state.withLock { $0.abandon(ticket, reason) }
        left?.decide(.rejected(reason))
    }

    func reject(_ reason: BulkheadRejection) { state.withLock { $0.reject(reason) } }

    var snapshot: BulkheadSnapshot { state.withLock { $0.snapshot } }
}
