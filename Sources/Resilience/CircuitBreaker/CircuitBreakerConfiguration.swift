/// How a circuit breaker trips, how long it stays open and how it closes again.
public struct CircuitBreakerConfiguration: Sendable, Hashable {
    /// What opens the closed breaker. Default: five failures in a row.
    public var tripRule: TripRule = .consecutiveFailures(5)
    /// Length of the sliding window over which the failure ratio is taken. It slides in ten slices, so it covers
    /// between nine tenths and the whole of this time. Default 10 s; 10 ms to 1 h.
    public var window: Duration = .seconds(10)
    /// Calls the window must hold before a failure ratio means anything. Default 20; at least 1.
    public var minimumCalls: Int = 20
    /// How long the breaker stays open the first time. Default 30 s; 1 ms to ``maximumOpenDuration``.
    public var openDuration: Duration = .seconds(30)
    /// Factor by which the open time grows each time a half-open call fails; closing sets it back. Default 1 (no
    /// growth); 1 to 100.
    public var openDurationGrowth: Double = 1
    /// Cap on the growing open time. Default 300 s; ``openDuration`` to 24 h.
    public var maximumOpenDuration: Duration = .seconds(300)
    /// Calls a half-open breaker admits, in flight and in total. Default 1; at least 1.
    public var halfOpenMaxCalls: Int = 1
    /// Half-open successes that close the breaker. Default 1; 1 to ``halfOpenMaxCalls``.
    public var halfOpenSuccesses: Int = 1

    /// A configuration with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    ///
    /// A breaker does not validate again: with values that this refuses it still never traps, but what it then does is
    /// not part of its contract.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try tripRule.validate()
        try Refusal.require(
            window >= .milliseconds(10) && window <= .seconds(3600),
            "window",
            window,
            "10 ms to 1 h"
        )
        try Refusal.require(minimumCalls >= 1, "minimumCalls", minimumCalls, "at least 1")
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
        try Refusal.require(
            halfOpenSuccesses >= 1 && halfOpenSuccesses <= halfOpenMaxCalls,
            "halfOpenSuccesses",
            halfOpenSuccesses,
            "1 to halfOpenMaxCalls (\(halfOpenMaxCalls))"
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
