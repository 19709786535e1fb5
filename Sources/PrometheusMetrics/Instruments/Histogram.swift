/// How observations such as durations or sizes are spread over fixed buckets.
///
/// Thread-safe: an observation is a binary search, one relaxed atomic addition and one compare-and-exchange loop for the
/// sum; no lock, no allocation. Each bucket counts only what falls into it; a scrape adds them up, so that `_count` and
/// the `+Inf` bucket always agree, even while observations arrive. Made by
/// ``MetricRegistry/histogram(_:help:buckets:)`` or a family.
public final class Histogram: Instrument {
    private let layout: BucketLayout
    private let counts: AtomicCounts
    private let sum = AtomicDouble()

    init(layout: BucketLayout) {
        self.layout = layout
        counts = AtomicCounts(count: layout.bounds.count + 1)
    }

    /// Counts `value`, in the metric's base unit, in the first bucket whose bound is at or above it, and adds it to the
    /// sum. NaN is ignored: it belongs to no bucket and would spoil the sum for good. Thread-safe.
    public func observe(_ value: Double) {
        if value.isNaN { return }
        counts.increment(layout.index(of: value))
        sum.add(value)
    }

    /// The cumulative counts and the sum now. Thread-safe; each count is at least what an earlier snapshot on the same
    /// thread gave.
    public func snapshot() -> HistogramSnapshot {
        var total = 0
        let cumulative = (0..<counts.count).map { index in
            total += counts.load(index)
            return total
        }
        return HistogramSnapshot(bounds: layout.bounds, cumulativeCounts: cumulative, sum: sum.load())
    }

    func encode(as descriptor: MetricDescriptor, labels: [UInt8], into encoder: inout TextEncoder) {
        let snapshot = snapshot()
        for (bound, count) in zip(layout.renderedBounds, snapshot.cumulativeCounts) {
            encoder.sample(descriptor.name, suffix: "_bucket", labels: labels, boundLabel: bound, value: count)
        }
        encoder.sample(descriptor.name, suffix: "_sum", labels: labels, value: snapshot.sum)
        encoder.sample(descriptor.name, suffix: "_count", labels: labels, value: snapshot.count)
    }
}
