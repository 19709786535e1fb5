/// How a delay is spread, so that callers that failed together do not come back together.
///
/// Below, `d` is the delay before jitter, already capped; the cap also bounds the result.
/// Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public enum Jitter: Sendable, Hashable {
    /// Exactly `d`.
    case none
    /// Uniform in `d · (1 ± fraction)`. The fraction is 0 to 1.
    case proportional(Double)
    /// Uniform in `0 … d`.
    case full
    /// Uniform in `d/2 … d`.
    case equal
    /// Uniform in `base … 3 · previous delay`, whatever the number of the attempt; the first in `base … 3 · base`.
    case decorrelated
}
