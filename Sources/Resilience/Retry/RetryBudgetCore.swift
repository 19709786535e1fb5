import Synchronization

/// The lock around a ``RetryBudgetState``; what ``RetryBudget`` is but for its clock. Thread-safe.
@usableFromInline
final class RetryBudgetCore: Sendable {
    private let state: Mutex<RetryBudgetState<Elapsed>>

    init(_ configuration: RetryBudgetConfiguration) { state = Mutex(RetryBudgetState(configuration, at: .start)) }

    @usableFromInline
    func deposit(at now: Elapsed) { state.withLock { $0.deposit(at: now) } }

    @usableFromInline
    func withdraw(_ cost: RetryableFailure.Cost, at now: Elapsed) -> Bool {
        state.withLock { $0.withdraw(cost, at: now) }
    }

    func reconfigure(_ configuration: RetryBudgetConfiguration, at now: Elapsed) {
        state.withLock { $0.reconfigure(configuration, at: now) }
    }

    func tokens(at now: Elapsed) -> Double { state.withLock { $0.tokens(at: now) } }
}
