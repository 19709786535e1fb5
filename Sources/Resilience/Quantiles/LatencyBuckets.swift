/// Log-linear buckets of durations from 1 µs to 1 h: each power of two is cut into twelve equal parts.
///
/// A bucket stands for its middle, which is within 1/24 = 4.2 % of whatever fell into it; counting in whole ticks at the
/// short end costs another 0.1 %. What is shorter or longer falls into the first or the last bucket.
///
/// Source: Tene, HdrHistogram (linear parts within powers of two, found by a bit scan); Masson, Rim, Lee, "DDSketch: A
/// Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", VLDB 2019 (buckets of one relative width).
enum LatencyBuckets {
    static let shortest = Duration.microseconds(1)
    static let longest = Duration.seconds(3600)

    /// How many buckets there are.
    static var count: Int { 382 }

    private static var partsPerOctave: UInt64 { 12 }
    /// A tick is 2³⁰ attoseconds, about a nanosecond: a shift instead of a division finds it.
    private static var tickBits: Int { 30 }
    /// The octave of the shortest duration, in ticks.
    private static var firstOctave: Int { 9 }
    /// Parts of the first octave that lie below the shortest duration.
    private static var unusedParts: Int { 9 }

    /// The bucket of a duration.
    static func index(of latency: Duration) -> Int {
        let bounded = min(max(latency, shortest), longest)
        let ticks = UInt64(truncatingIfNeeded: bounded.attoseconds >> Int128(tickBits))
        let octave = UInt64.bitWidth - 1 - ticks.leadingZeroBitCount
        let part = ((ticks - (1 << UInt64(octave))) * partsPerOctave) >> UInt64(octave)
        return (octave - firstOctave) * Int(partsPerOctave) + Int(part) - unusedParts
    }

    /// The middle of a bucket, within the bounds.
    static func middle(of index: Int) -> Duration {
        let position = index + unusedParts
        let octave = firstOctave + position / Int(partsPerOctave)
        let part = position % Int(partsPerOctave)
        let twice = 2 * Int128(partsPerOctave)
        let middle = (Int128(1) << Int128(octave + tickBits)) * (twice + 2 * Int128(part) + 1) / twice
        return min(max(Duration(attoseconds: middle), shortest), longest)
    }
}
