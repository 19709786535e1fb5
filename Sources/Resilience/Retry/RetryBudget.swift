import Synchronization

/// A retry budget that every call of a client shares: a ``RetryBudgetState`` behind a lock, with a clock.
///
/// Thread-safe; allocates nothing after it is made.
public final class RetryBudget<C: Clock>: Sendable where C.Duration == Duration {
    private let state: Mutex<RetryBudgetState<Elapsed>>
    private let clock: C
    private let start: C.Instant

    /// Makes a budget that holds its minimum capacity. The configuration is taken as valid.
    public init(_ configuration: RetryBudgetConfiguration = RetryBudgetConfiguration(), clock: C) {
        self.clock = clock
        start = clock.now
        state = Mutex(RetryBudgetState(configuration, at: .start))
    }

    private var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }

    /// A call begins.
    public func deposit() {
        let now = now
        state.withLock { $0.deposit(at: now) }
    }

    /// Takes what a retry costs; false, and nothing taken, if there is not enough.
    public func withdraw(_ cost: RetryableFailure.Cost) -> Bool {
        let now = now
        return state.withLock { $0.withdraw(cost, at: now) }
    }

    /// Changes the rules while running; the tokens stay, as far as they fit. The configuration is taken as valid.
    public func reconfigure(_ configuration: RetryBudgetConfiguration) {
        let now = now
        state.withLock { $0.reconfigure(configuration, at: now) }
    }

    /// Tokens left now, at least 0.
    public var tokens: Double {
        let now = now
        return state.withLock { $0.tokens(at: now) }
    }
}
