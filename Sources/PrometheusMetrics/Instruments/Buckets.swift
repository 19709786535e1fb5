/// Upper bounds for histograms.
public enum Buckets {
    /// For latencies, in seconds, from 100 µs to 33 s.
    ///
    /// The edges 0.165, 0.3, 0.55, 1.65, 3.3, 5.5, 16.5 and 33 lie up to 10 % above common timeouts: with an edge exactly
    /// at 5 s, a timeout that ends at 5.001 s would fall into the next bucket, and `histogram_quantile` would say 7.5 s.
    public static let latency: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.165, 0.3, 0.55, 1, 1.65, 2.5, 3.3, 5.5,
        10, 16.5, 33,
    ]

    /// `count` bounds, the first at `start`, each `width` above the one before.
    ///
    /// `width` must be above 0 and `count` at least 1; anything else is a programmer's error and traps.
    public static func linear(start: Double, width: Double, count: Int) -> [Double] {
        precondition(width > 0 && count >= 1, "linear buckets need a positive width and at least one bucket")
        return (0..<count).map { start + width * Double($0) }
    }

    /// `count` bounds, the first at `start`, each `factor` times the one before.
    ///
    /// `start` must be above 0, `factor` above 1 and `count` at least 1; anything else is a programmer's error and traps.
    public static func exponential(start: Double, factor: Double, count: Int) -> [Double] {
        precondition(
            start > 0 && factor > 1 && count >= 1,
            "exponential buckets need a positive start, a factor above 1 and at least one bucket"
        )
        var bound = start
        return (0..<count).map { _ in
            defer { bound *= factor }
            return bound
        }
    }
}
