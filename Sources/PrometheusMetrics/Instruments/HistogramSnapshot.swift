/// A histogram as one scrape sees it.
public struct HistogramSnapshot: Sendable, Equatable {
    /// The finite upper bounds, ascending, each inclusive. The last bucket, `+Inf`, has no entry here.
    public let bounds: [Double]

    /// How many observations were at or below each bound, `+Inf` last: one entry more than ``bounds``.
    public let cumulativeCounts: [Int]

    /// The sum of all observations, in the metric's base unit. While observers run it may lag behind ``count`` or lead
    /// it by the observations under way.
    public let sum: Double

    /// How many observations there were: by construction the same as the `+Inf` bucket.
    public var count: Int { cumulativeCounts.last ?? 0 }
}
