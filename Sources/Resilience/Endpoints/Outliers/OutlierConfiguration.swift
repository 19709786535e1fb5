/// When an endpoint that does worse than its peers is taken out of use, and for how long.
public struct OutlierConfiguration: Sendable, Hashable {
    /// The time over which endpoints are compared; it slides in ten slices. Default 10 s; 10 ms to 1 h.
    public var window: Duration = .seconds(10)
    /// Endpoints that a comparison needs, the one in question included. Default 3; at least 2.
    public var minimumEndpoints = 3
    /// Attempts within the window that an endpoint needs to be compared. Default 20; at least 1.
    public var minimumAttempts = 20
    /// How far an endpoint's failure ratio must lie above the median of the others' (≥). Default 0.3; above 0, at most
    /// 1.
    public var margin = 0.3
    /// Share of the endpoints that may be out of use at once, rounded down to whole endpoints. Default 0.5; 0, which
    /// turns ejection off, to 1.
    public var maximumEjected = 0.5
    /// How long an endpoint is out the first time; it doubles with each time that follows before the endpoint has been
    /// back for as long as it was out. Default 30 s; 1 ms to ``maximumDuration``.
    public var duration: Duration = .seconds(30)
    /// Cap on the doubling time. Default 300 s; at most 24 h.
    public var maximumDuration: Duration = .seconds(300)

    /// A configuration with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require(
            window >= .milliseconds(10) && window <= .seconds(3600),
            "outlier.window",
            window,
            "10 ms to 1 h"
        )
        try Refusal.require(minimumEndpoints >= 2, "outlier.minimumEndpoints", minimumEndpoints, "at least 2")
        try Refusal.require(minimumAttempts >= 1, "outlier.minimumAttempts", minimumAttempts, "at least 1")
        try Refusal.require(margin > 0 && margin <= 1, "outlier.margin", margin, "above 0, at most 1")
        try Refusal.require(
            maximumEjected >= 0 && maximumEjected <= 1,
            "outlier.maximumEjected",
            maximumEjected,
            "0 to 1"
        )
        try Refusal.require(
            maximumDuration <= .seconds(86_400),
            "outlier.maximumDuration",
            maximumDuration,
            "at most 24 h"
        )
        try Refusal.require(
            duration >= .milliseconds(1) && duration <= maximumDuration,
            "outlier.duration",
            duration,
            "1 ms to maximumDuration (\(maximumDuration))"
        )
    }

    /// How long ejection number `count` in a row lasts.
    func duration(ofEjection count: Int) -> Duration {
        // Beyond sixty doublings every first duration has reached every cap.
        var duration = min(duration, maximumDuration)
        for _ in 1..<max(1, min(count, 60)) where duration < maximumDuration {
            duration = min(duration * 2, maximumDuration)
        }
        return duration
    }
}

/// An endpoint was taken out of use because it did worse than its peers.
public struct OutlierEjection: Sendable, Hashable {
    /// Its failures ÷ attempts within the window.
    public let failureRatio: Double
    /// The median of the others' ratios.
    public let othersMedian: Double
    /// How long it is out of use.
    public let duration: Duration
}
