/// A duration from which on a call counts as slow: a fixed one, or one that follows what calls take.
///
/// Guessed thresholds are wrong on the next machine. `.quantile(0.99, times: 3)`, in short "p99x3", is three times what 99
/// of 100 calls take, and needs no guess; `.quantile(0.95, times: 1)`, "p95", is when a hedge is worth its cost (Dean,
/// Barroso, "The Tail at Scale", CACM 2013).
public enum LatencyThreshold: Sendable, Hashable {
    /// Always this long.
    case fixed(Duration)
    /// This quantile of the latencies observed, times this factor.
    case quantile(Double, times: Double)

    /// The threshold now; nil if it follows a quantile and there are too few samples to know that: then nothing is slow,
    /// and nothing is hedged.
    ///
    /// Cheap enough for every call: the quantile is ``LatencyTracker/recentQuantile(_:)``, up to 100 ms old.
    @inlinable
    public func duration<C: Clock>(from tracker: LatencyTracker<C>) -> Duration? {
        switch self {
        case .fixed(let duration): duration
        case .quantile(let q, let factor): tracker.recentQuantile(q).map { $0 * factor }
        }
    }

    /// Throws unless a fixed threshold is above zero, or a quantile above 0 and below 1 and its factor 0.1 to 1000.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        switch self {
        case .fixed(let duration):
            try Refusal.require(duration > .zero, "threshold", duration, "a duration above 0")
        case .quantile(let q, let factor):
            try Refusal.require(q > 0 && q < 1, "quantile", q, "above 0, below 1")
            try Refusal.require(factor >= 0.1 && factor <= 1000, "times", factor, "0.1 to 1000")
        }
    }
}
