/// A retry budget that every call of a client shares: a ``RetryBudgetState`` behind a lock, with a clock.
///
/// Thread-safe; allocates nothing after it is made.
public final class RetryBudget<C: Clock>: Sendable where C.Duration == Duration {
    @usableFromInline let core: RetryBudgetCore
    @usableFromInline let clock: C
    @usableFromInline let start: C.Instant

    /// Makes a budget that holds its minimum capacity. The configuration is taken as valid.
    public init(_ configuration: RetryBudgetConfiguration = RetryBudgetConfiguration(), clock: C) {
        self.clock = clock
        start = clock.now
        core = RetryBudgetCore(configuration)
    }

    @inlinable
    var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }

    /// A call begins.
    @inlinable
    public func deposit() { core.deposit(at: now) }

    /// Takes what a retry costs; false, and nothing taken, if there is not enough.
    @inlinable
    public func withdraw(_ cost: RetryableFailure.Cost) -> Bool { core.withdraw(cost, at: now) }

    /// Changes the rules while running; the tokens stay, as far as they fit. The configuration is taken as valid.
    public func reconfigure(_ configuration: RetryBudgetConfiguration) { core.reconfigure(configuration, at: now) }

    /// Tokens left now, at least 0.
    public var tokens: Double { core.tokens(at: now) }
}
