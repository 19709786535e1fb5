import Synchronization

/// The lock around a ``BulkheadState``; what ``Bulkhead`` is but for its clock. Thread-safe.
///
/// Tasks are woken outside the lock.
@usableFromInline
final class BulkheadCore: Sendable {
    private let state: Mutex<BulkheadState<Turn>>

    init(_ configuration: BulkheadConfiguration) { state = Mutex(BulkheadState(configuration)) }

    @usableFromInline
    func admit() -> Bool { state.withLock { $0.admit() } }

    @usableFromInline
    func arrive() -> BulkheadState<Turn>.Arrival { state.withLock { $0.arrive(Turn()) } }

    @usableFromInline
    func release() {
        let next = state.withLock { $0.release() }
        next?.decide(.granted)
    }

    func abandon(_ ticket: WaitTicket, _ reason: BulkheadRejection) {
        let left = state.withLock { $0.abandon(ticket, reason) }
        left?.decide(.rejected(reason))
    }

    func reject(_ reason: BulkheadRejection) { state.withLock { $0.reject(reason) } }

    /// Changes the configuration by `change`, in one step with whatever else does.
    func reconfigure(_ change: (inout BulkheadConfiguration) -> Void) {
        let admitted = state.withLock { state in
            var configuration = state.configuration
            change(&configuration)
            return state.reconfigure(configuration)
        }
        for turn in admitted { turn.decide(.granted) }
    }

    /// Changes how many calls it lets through at once, and nothing else.
    func resize(to maxConcurrent: Int) { reconfigure { $0.maxConcurrent = maxConcurrent } }

    var maxWait: Duration? { state.withLock { $0.configuration.maxWait } }

    var inFlight: Int { state.withLock { $0.inFlight } }

    var snapshot: BulkheadSnapshot { state.withLock { $0.snapshot } }
}
