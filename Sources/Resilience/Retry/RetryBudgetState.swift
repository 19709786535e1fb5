/// A token bucket that first attempts fill and retries empty, as a pure value.
///
/// It bounds how much retries multiply load while a dependency is down, when every call wants all its attempts.
/// Source: Beyer et al., *Site Reliability Engineering*, ch. 21, "Handling Overload" (per-client retry budget); the
/// weights by kind of failure are ours.
public struct RetryBudgetState<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private var configuration: RetryBudgetConfiguration
    private var balance: Double
    private var secondStart: Instant
    private var depositsThisSecond = 0.0
    private var depositsLastSecond = 0.0

    /// A bucket that holds ``RetryBudgetConfiguration/minimumCapacity`` tokens. The configuration is taken as valid.
    public init(_ configuration: RetryBudgetConfiguration, at now: Instant) {
        self.configuration = configuration
        balance = configuration.minimumCapacity
        secondStart = now
    }

    /// The most the bucket holds at `now`: what the last second deposited, but at least the minimum.
    public func capacity(at now: Instant) -> Double {
        var current = self
        current.turnSecond(to: now)
        return current.capacityWithinSecond(at: now)
    }

    /// Tokens in the bucket at `now`, never negative and never above its capacity.
    public func tokens(at now: Instant) -> Double { min(balance, capacity(at: now)) }

    /// A call begins: its first attempt deposits.
    public mutating func deposit(at now: Instant) {
        turnSecond(to: now)
        depositsThisSecond += configuration.depositPerCall
        balance = min(balance + configuration.depositPerCall, capacityWithinSecond(at: now))
    }

    /// Takes what a retry costs; false, and nothing taken, if there is not enough.
    public mutating func withdraw(_ cost: RetryableFailure.Cost, at now: Instant) -> Bool {
        turnSecond(to: now)
        balance = min(balance, capacityWithinSecond(at: now))
        let price = configuration.cost(of: cost)
        guard balance >= price else { return false }
        balance -= price
        return true
    }

    /// Changes the rules while running. The tokens stay, as far as they fit.
    public mutating func reconfigure(_ new: RetryBudgetConfiguration, at now: Instant) {
        configuration = new
        balance = tokens(at: now)
    }

    /// The same, once the second of `now` is the current one.
    private func capacityWithinSecond(at now: Instant) -> Double {
        let elapsed = min(1, max(0, secondStart.duration(to: now).inSeconds))
        // The part of the last whole second that still lies less than a second back.
        let recent = depositsLastSecond * (1 - elapsed) + depositsThisSecond
        return max(configuration.minimumCapacity, recent)
    }

    private mutating func turnSecond(to now: Instant) {
        let elapsed = secondStart.duration(to: now)
        guard elapsed >= .seconds(1) else { return }
        let isNext = elapsed < .seconds(2)
        depositsLastSecond = isNext ? depositsThisSecond : 0
        depositsThisSecond = 0
        secondStart = isNext ? secondStart.advanced(by: .seconds(1)) : now
    }
}
