/// Durations counted in log-linear buckets, in fixed memory: each power of two of nanoseconds is cut into sixteen.
///
/// A quantile is within 1/32 = 3.2 % of the exact one. Source: Tene, HdrHistogram.
public struct LatencyHistogram: Sendable, Hashable {
    private static var partBits: Int { 4 }
    private static var bucketCount: Int { 60 << partBits }

    private var counts = [Int](repeating: 0, count: bucketCount)
    /// How many were counted.
    public private(set) var count = 0

    init() {}

    mutating func add(_ nanoseconds: Int64) {
        counts[Self.bucket(UInt64(max(0, nanoseconds)))] += 1
        count += 1
    }

    /// What this share of the durations did not exceed; nil if there are none.
    /// - Parameter share: 0 to 1.
    public func quantile(_ share: Double) -> Duration? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((min(max(0, share), 1) * Double(count)).rounded(.up)))
        var seen = 0
        for bucket in counts.indices {
            seen += counts[bucket]
            if seen >= rank { return .nanoseconds(Self.middle(bucket)) }
        }
        return nil
    }

    /// Numbers below sixteen have a bucket each; above, the four bits after the first tell the part.
    private static func bucket(_ value: UInt64) -> Int {
        guard value >= 1 << UInt64(partBits) else { return Int(value) }
        let shift = UInt64.bitWidth - 1 - value.leadingZeroBitCount - partBits
        return (shift << partBits) + Int(value >> UInt64(shift))
    }

    private static func middle(_ bucket: Int) -> Int64 {
        guard bucket >= 2 << partBits else { return Int64(bucket) }
        let shift = (bucket >> partBits) - 1
        let lower = Int64((bucket & ((1 << partBits) - 1)) + (1 << partBits)) << Int64(shift)
        return lower + (1 << Int64(shift)) / 2
    }
}
