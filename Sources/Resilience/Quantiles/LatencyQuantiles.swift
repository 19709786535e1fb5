/// Quantiles of the latencies of the last while, in fixed memory, as a pure value.
///
/// Counts fall into log-linear buckets, one set of them for each fifth of the window; the oldest set is emptied when a
/// new fifth begins. A quantile is within 5 % of the exact one between 1 µs and 1 h; what lies outside counts as the
/// nearer end. Recording takes constant time, a quantile one walk over the buckets (about two thousand additions).
/// Neither allocates. The value is about 7.5 KiB, stored inline: change it in place and do not pass copies around.
///
///     var quantiles = LatencyQuantiles(LatencyQuantilesConfiguration(), at: clock.now)
///     quantiles.record(.milliseconds(12), at: clock.now)
///     let slow = quantiles.quantile(0.99, at: clock.now)      // nil until there are a hundred samples
///
/// Source of the buckets: see HdrHistogram (Tene) and DDSketch (Masson, Rim, Lee, VLDB 2019).
public struct LatencyQuantiles<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private let minimumSamples: Int
    private var generations: LatencyGenerations<Instant>
    /// The buckets of each generation, one after another: 5 times ``LatencyBuckets/count``.
    private var counts = InlineArray<1910, UInt32>(repeating: 0)

    /// No samples. The configuration is taken as valid.
    public init(_ configuration: LatencyQuantilesConfiguration, at now: Instant) {
        minimumSamples = configuration.minimumSamples
        generations = LatencyGenerations(window: configuration.window, from: now)
    }

    /// Counts one latency. An earlier `now` than before counts as the latest.
    public mutating func record(_ latency: Duration, at now: Instant) {
        let ended = generations.ended(at: now)
        if ended > 0 { forget(ended, at: now) }
        let slot = generations.current * LatencyBuckets.count + LatencyBuckets.index(of: latency)
        // Four thousand million of one kind in one generation; one more would change nothing.
        guard counts[slot] < .max else { return }
        counts[slot] += 1
        generations.count()
    }

    /// Samples in the window at `now`.
    public func count(at now: Instant) -> Int { generations.samples(at: now) }

    /// The latency that the fraction `q` of the samples in the window did not exceed (nearest rank); nil with fewer
    /// samples than the configured minimum.
    ///
    /// - Parameter q: from 0, the least, to 1, the greatest; what lies outside counts as the nearer end.
    public func quantile(_ q: Double, at now: Instant) -> Duration? {
        let samples = generations.samples(at: now)
        guard samples >= max(1, minimumSamples) else { return nil }
        let fraction = q > 0 ? min(q, 1) : 0
        let rank = max(1, Int((fraction * Double(samples)).rounded(.up)))
        let remaining = generations.remaining(at: now)
        var seen = 0
        for bucket in 0..<LatencyBuckets.count {
            for age in 0..<remaining {
                seen += Int(counts[generations.position(age: age) * LatencyBuckets.count + bucket])
            }
            if seen >= rank { return LatencyBuckets.middle(of: bucket) }
        }
        return LatencyBuckets.longest
    }

    private mutating func forget(_ ended: Int, at now: Instant) {
        generations.extend(beyond: now)
        for _ in 0..<ended {
            generations.turn()
            let first = generations.current * LatencyBuckets.count
            for slot in first..<(first + LatencyBuckets.count) { counts[slot] = 0 }
        }
    }
}
