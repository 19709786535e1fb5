/// Between which bounds, and how quickly, a concurrency limit follows latency.
public struct AdaptiveLimitConfiguration: Sendable, Hashable {
    /// The limit at the start. Default 20; from the minimum to the maximum.
    public var initial = 20
    /// The least the limit may be. Default 1; 1 to 1,000,000.
    public var minimum = 1
    /// The most the limit may be. Default 1000; from the minimum to 1,000,000.
    public var maximum = 1000
    /// By which factor latency may exceed what it is without load before the limit shrinks. Default 1.2; 1.05 to 1.9.
    ///
    /// Below 2, because a probe at half the limit must find less latency than this allows, or an error in what is taken
    /// for latency without load could feed itself.
    public var tolerance: Double = 1.2
    /// What a sign of overload multiplies the limit by. Default 0.9; 0.5 to 0.99.
    public var backoffRatio: Double = 0.9
    /// The least time between two adjustments; twice the latency where that is longer, up to the probe interval.
    /// Default 100 ms; 1 ms to 1 min.
    public var samplingWindow: Duration = .milliseconds(100)
    /// The least number of calls that an adjustment is based on. Default 10; 1 to 10,000.
    public var minimumSamples = 10
    /// How often the limit is halved for a moment to see what latency is without load. Default 30 s; 1 s to 1 h.
    public var probeInterval: Duration = .seconds(30)

    /// A limit with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require((1...1_000_000).contains(minimum), "minimum", minimum, "1 to 1000000")
        try Refusal.require(
            maximum >= minimum && maximum <= 1_000_000,
            "maximum",
            maximum,
            "the minimum, \(minimum), to 1000000"
        )
        try Refusal.require(
            initial >= minimum && initial <= maximum,
            "initial",
            initial,
            "the minimum, \(minimum), to the maximum, \(maximum)"
        )
        try Refusal.require(tolerance >= 1.05 && tolerance <= 1.9, "tolerance", tolerance, "1.05 to 1.9")
        try Refusal.require(backoffRatio >= 0.5 && backoffRatio <= 0.99, "backoffRatio", backoffRatio, "0.5 to 0.99")
        try Refusal.require(
            samplingWindow >= .milliseconds(1) && samplingWindow <= .seconds(60),
            "samplingWindow",
            samplingWindow,
            "1 ms to 1 min"
        )
        try Refusal.require((1...10_000).contains(minimumSamples), "minimumSamples", minimumSamples, "1 to 10000")
        try Refusal.require(
            probeInterval >= .seconds(1) && probeInterval <= .seconds(3600),
            "probeInterval",
            probeInterval,
            "1 s to 1 h"
        )
    }
}
