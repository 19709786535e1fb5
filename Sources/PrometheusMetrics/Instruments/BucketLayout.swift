/// The checked bounds of a histogram and their `le` labels, shared by all children of a family.
struct BucketLayout: Sendable {
    /// Finite and strictly ascending.
    let bounds: [Double]

    /// `le="…"` for each bound and, last, for `+Inf`.
    let renderedBounds: [[UInt8]]

    /// Checks `bounds`; a final `+Inf` is taken as read, since that bucket always exists.
    init(_ bounds: [Double], metric: String) throws(MetricError) {
        let finite = bounds.last == .infinity ? Array(bounds.dropLast()) : bounds
        guard finite.allSatisfy(\.isFinite) else {
            throw .invalidBuckets(metric: metric, reason: "a bound is not a finite number")
        }
        guard zip(finite, finite.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .invalidBuckets(metric: metric, reason: "bounds do not ascend strictly")
        }
        self.bounds = finite
        renderedBounds = (finite + [.infinity]).map { Array("le=\"\(NumberFormat.bound($0))\"".utf8) }
    }
}
