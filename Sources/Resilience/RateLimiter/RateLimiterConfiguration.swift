/// How often something may happen.
public struct RateLimiterConfiguration: Sendable, Hashable {
    /// Calls per second in the long run. Default 100; 0.001 to 1,000,000.
    public var rate: Double = 100
    /// Calls that may come at once after a pause: the size of the bucket. Default 100; 1 to 1,000,000.
    public var burst = 100

    /// A limit with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require(rate >= 0.001 && rate <= 1_000_000, "rate", rate, "0.001 to 1000000")
        try Refusal.require((1...1_000_000).contains(burst), "burst", burst, "1 to 1000000")
    }
}
