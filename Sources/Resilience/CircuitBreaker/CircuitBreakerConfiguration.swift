/// How a circuit breaker trips, how long it stays open and how it closes again.
public struct CircuitBreakerConfiguration: Sendable, Hashable {
    /// What opens the closed breaker. Default: five failures in a row.
    public var tripRule: TripRule = .consecutiveFailures(5)
    /// What the ratios are taken over. Default the calls of the last 10 s.
    public var window: BreakerWindow = .time(.seconds(10))
    /// Calls the window must hold before a ratio means anything. Default 20; at least 1, and no more than a window of
    /// calls holds.
    public var minimumCalls: Int = 20
    /// A call that takes this long or longer is slow, for ``TripRule/slowCallRatio(_:)``. Default nil: none is, unless
    /// whoever settles says so; above 0.
    public var slowCallDuration: Duration?
    /// How long the breaker stays open the first time. Default 30 s; 1 ms to ``maximumOpenDuration``.
    public var openDuration: Duration = .seconds(30)
    /// Factor by which the open time grows each time a half-open call fails; closing sets it back. Default 1 (no
    /// growth); 1 to 100.
    public var openDurationGrowth: Double = 1
    /// Cap on the growing open time. Default 300 s; ``openDuration`` to 24 h.
    public var maximumOpenDuration: Duration = .seconds(300)
    /// Calls a half-open breaker admits, in flight and in total. Default 1; at least 1.
    public var halfOpenMaxCalls: Int = 1
    /// What closes the half-open breaker. Default one success.
    public var halfOpenRule: HalfOpenRule = .successes(1)
    /// How long half-open calls may stay away before the breaker opens again, counted from the last that was let
    /// through: a call that never settles cannot keep it half-open. Default 30 s; 1 ms to 24 h. Should not be shorter
    /// than a call may take.
    public var halfOpenTimeout: Duration = .seconds(30)

    /// A configuration with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    ///
    /// A breaker does not validate again: with values that this refuses it still never traps, but what it then does is
    /// not part of its contract.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try tripRule.validate()
        try window.validate()
        try Refusal.require(minimumCalls >= 1, "minimumCalls", minimumCalls, "at least 1")
        if case .calls(let count) = window {
            let accepted = "at most the \(count) calls of the window"
            try Refusal.require(minimumCalls <= count, "minimumCalls", minimumCalls, accepted)
        }
        if let slowCallDuration {
            try Refusal.require(slowCallDuration > .zero, "slowCallDuration", slowCallDuration, "above 0")
        }
        try Refusal.require(
            maximumOpenDuration <= .seconds(86_400),
            "maximumOpenDuration",
            maximumOpenDuration,
            "at most 24 h"
        )
        try Refusal.require(
            openDuration >= .milliseconds(1) && openDuration <= maximumOpenDuration,
            "openDuration",
            openDuration,
            "1 ms to maximumOpenDuration (\(maximumOpenDuration))"
        )
        try Refusal.require(
            openDurationGrowth >= 1 && openDurationGrowth <= 100,
            "openDurationGrowth",
            openDurationGrowth,
            "1 to 100"
        )
        try Refusal.require(halfOpenMaxCalls >= 1, "halfOpenMaxCalls", halfOpenMaxCalls, "at least 1")
        try halfOpenRule.validate(maxCalls: halfOpenMaxCalls)
        try Refusal.require(
            halfOpenTimeout >= .milliseconds(1) && halfOpenTimeout <= .seconds(86_400),
            "halfOpenTimeout",
            halfOpenTimeout,
            "1 ms to 24 h"
        )
    }

    /// The open time that follows `previous` when a half-open call failed.
    func openDuration(after previous: Duration) -> Duration {
        let grown = previous.inSeconds * openDurationGrowth
        // Compared as Double first: the product may be beyond what a Duration holds.
        guard grown < maximumOpenDuration.inSeconds else { return maximumOpenDuration }
        return openDurationGrowth > 1 ? .seconds(grown) : previous
    }
}
