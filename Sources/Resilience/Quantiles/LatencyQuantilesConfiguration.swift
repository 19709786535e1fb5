/// Over which time latencies are remembered, and how many of them make a quantile worth saying.
public struct LatencyQuantilesConfiguration: Sendable, Hashable {
    /// How long a sample counts. Old samples leave a fifth of the window at a time. Default 60 s; 10 ms to 1 day.
    public var window: Duration = .seconds(60)
    /// With fewer samples than this in the window there is no quantile. Default 100; 1 to 1,000,000.
    public var minimumSamples = 100

    /// A window with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require(
            window >= .milliseconds(10) && window <= .seconds(86_400),
            "window",
            window,
            "10 ms to 1 day"
        )
        try Refusal.require((1...1_000_000).contains(minimumSamples), "minimumSamples", minimumSamples, "1 to 1000000")
    }
}
