import Foundation

/// Builds the PromQL of the scoreboard. Pure; every expression yields one series without labels, or none.
///
/// Counters are compared at two instants (`x @ end - x @ start`), which is exact: `increase` extrapolates.
enum PromQL {
    /// A moment in Unix seconds, with milliseconds.
    struct Instant: Equatable, Sendable, Codable {
        let seconds: Double

        var literal: String { String(format: "%.3f", seconds) }

        func advanced(by seconds: Double) -> Instant { Instant(seconds: self.seconds + seconds) }
    }

    /// A closed interval of time.
    struct Interval: Equatable, Sendable, Codable {
        var start: Instant
        var end: Instant

        /// The length in whole seconds, at least one.
        var length: Int { max(1, Int((end.seconds - start.seconds).rounded())) }
    }

    /// How much the sum of the selected counters grew in the interval.
    static func growth(_ selector: String, _ interval: Interval) -> String {
        "(sum(\(selector) @ \(interval.end.literal)) - sum(\(selector) @ \(interval.start.literal)))"
    }

    /// The growth of one selection as a share of the growth of another.
    static func share(_ part: String, of whole: String, _ interval: Interval) -> String {
        "\(growth(part, interval)) / \(growth(whole, interval))"
    }

    /// A quantile of what a classic histogram counted in the interval; the selector names the `_bucket` series.
    static func quantile(_ quantile: Double, _ buckets: String, _ interval: Interval) -> String {
        "histogram_quantile(\(quantile), sum by (le) (\(buckets) @ \(interval.end.literal))"
            + " - sum by (le) (\(buckets) @ \(interval.start.literal)))"
    }

    /// The mean of what a histogram counted in the interval.
    static func mean(_ histogram: String, _ labels: String, _ interval: Interval) -> String {
        share("\(histogram)_sum\(labels)", of: "\(histogram)_count\(labels)", interval)
    }

    /// The highest value a gauge had at any scrape in the interval, over all selected series.
    static func highest(_ gauge: String, _ interval: Interval) -> String {
        "max(max_over_time(\(gauge)[\(interval.length)s] @ \(interval.end.literal)))"
    }

    /// When, to a second, a counter first exceeded its value at the interval's start.
    static func firstGrowth(_ counter: String, _ interval: Interval) -> String {
        "min_over_time((vector(time()) and (sum(\(counter)) > sum(\(counter) @ \(interval.start.literal))))"
            + "[\(interval.length)s:1s] @ \(interval.end.literal))"
    }
}
