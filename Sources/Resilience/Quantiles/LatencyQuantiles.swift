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
    private static var generations: Int { 5 }

    private let minimumSamples: Int
    private let generationLength: Duration
    private var generationEnd: Instant
    private var current = 0
    private var totals = InlineArray<5, Int>(repeating: 0)
    /// The buckets of each generation, one after another: 5 times ``LatencyBuckets/count``.
    private var counts = InlineArray<1910, UInt32>(repeating: 0)

    /// No samples. The configuration is taken as valid.
    public init(_ configuration: LatencyQuantilesConfiguration, at now: Instant) {
        minimumSamples = configuration.minimumSamples
        generationLength = max(.nanoseconds(1), configuration.window / Self.generations)
        generationEnd = now.advanced(by: generationLength)
    }

    /// Counts one latency. An earlier `now` than before counts as the latest.
    public mutating func record(_ latency: Duration, at now: Instant) {
        forget(to: now)
        let slot = current * LatencyBuckets.count + LatencyBuckets.index(of: latency)
        // Four thousand million of one kind in one generation; one more would change nothing.
        guard counts[slot] < .max else { return }
        counts[slot] += 1
        totals[current] += 1
    }

    /// Samples in the window at `now`.
    public func count(at now: Instant) -> Int {
        var count = 0
        for age in 0..<remaining(at: now) { count += totals[generation(age: age)] }
        return count
    }

    /// The latency that the fraction `q` of the samples in the window did not exceed (nearest rank); nil with fewer
    /// samples than the configured minimum.
    ///
    /// - Parameter q: from 0, the least, to 1, the greatest; what lies outside counts as the nearer end.
    public func quantile(_ q: Double, at now: Instant) -> Duration? {
        let count = count(at: now)
        guard count >= max(1, minimumSamples) else { return nil }
        let fraction = q > 0 ? min(q, 1) : 0
        let rank = max(1, Int((fraction * Double(count)).rounded(.up)))
        let remaining = remaining(at: now)
        var seen = 0
        for bucket in 0..<LatencyBuckets.count {
            for age in 0..<remaining { seen += Int(counts[generation(age: age) * LatencyBuckets.count + bucket]) }
            if seen >= rank { return LatencyBuckets.middle(of: bucket) }
        }
        return LatencyBuckets.longest
    }

    /// How many generations still lie in the window at `now`.
    private func remaining(at now: Instant) -> Int { Self.generations - ended(at: now) }

    /// How many generations have ended since the current one began, at most all.
    private func ended(at now: Instant) -> Int {
        guard now >= generationEnd else { return 0 }
        let whole = generationEnd.duration(to: now).attoseconds / generationLength.attoseconds
        return whole >= Self.generations ? Self.generations : Int(whole) + 1
    }

    private func generation(age: Int) -> Int { (current + Self.generations - age) % Self.generations }

    private mutating func forget(to now: Instant) {
        let ended = ended(at: now)
        guard ended > 0 else { return }
        let whole = generationEnd.duration(to: now).attoseconds / generationLength.attoseconds
        generationEnd = generationEnd.advanced(by: Duration(attoseconds: (whole + 1) * generationLength.attoseconds))
        for _ in 0..<ended {
            current = (current + 1) % Self.generations
            totals[current] = 0
            for bucket in 0..<LatencyBuckets.count { counts[current * LatencyBuckets.count + bucket] = 0 }
        }
    }
}
