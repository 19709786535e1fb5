/// How readily a client turns its own calls away when the backend turns them away.
public struct ThrottleConfiguration: Sendable, Hashable {
    /// How many calls may be sent for each that the backend accepts. Lower throttles sooner; higher keeps the client
    /// better informed at the backend's expense. Default 2; 1.1 to 10.
    public var ratio: Double = 2
    /// How long a call counts, in slices of a tenth. Default 2 min; 1 s to 1 h.
    public var window: Duration = .seconds(120)
    /// The highest probability of turning a call away. Default 0.9; 0.1 to 1.
    ///
    /// What remains finds out that the backend accepts calls again; after a long outage everything is let through within
    /// three windows. With 1, the book's bare formula, about one call per window finds out, and it takes far longer.
    public var maximumProbability: Double = 0.9

    /// A throttle with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require(ratio >= 1.1 && ratio <= 10, "ratio", ratio, "1.1 to 10")
        try Refusal.require(window >= .seconds(1) && window <= .seconds(3600), "window", window, "1 s to 1 h")
        try Refusal.require(
            maximumProbability >= 0.1 && maximumProbability <= 1,
            "maximumProbability",
            maximumProbability,
            "0.1 to 1"
        )
    }
}
