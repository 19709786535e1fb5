import Synchronization

/// How observations such as durations or sizes are spread over fixed buckets.
///
/// Thread-safe: an observation is a search among the bounds, one relaxed atomic addition and one compare-and-exchange
/// loop for the sum; no lock, no allocation. Each bucket counts only what falls into it; a scrape adds them up, so that
/// `_count` and the `+Inf` bucket always agree, even while observations arrive. Made by
/// ``MetricRegistry/histogram(_:help:buckets:)`` or a family.
public final class Histogram: Instrument {
    private let layout: BucketLayout
    private let cells: HistogramCells
    private let exemplars = AtomicLazyReference<ExemplarRow>()

    init(layout: BucketLayout) {
        self.layout = layout
        cells = HistogramCells(bounds: layout.bounds)
    }

    /// Counts `value`, in the metric's base unit, in the first bucket whose bound is at or above it, and adds it to the
    /// sum. NaN is ignored: it belongs to no bucket and would spoil the sum for good. Thread-safe.
    public func observe(_ value: Double) {
        if value.isNaN { return }
        cells.observe(value)
    }

    /// As ``observe(_:)``, and remembers which trace it was, as the exemplar of its bucket in OpenMetrics; of several
    /// within the kernel's tick of 4 ms the first. Thread-safe; the first call allocates.
    ///
    /// - Parameter trace: nil where there is none to remember, as when it is not sampled.
    public func observe(_ value: Double, trace: TraceReference?) {
        if value.isNaN { return }
        let bucket = cells.observe(value)
        guard let trace else { return }
        let row = exemplars.load() ?? exemplars.storeIfNil(ExemplarRow(count: cells.bucketCount))
        row.slots[bucket].offer(value, trace, at: WallClock.coarseMilliseconds)
    }

    /// The cumulative counts and the sum now. Thread-safe; each count is at least what an earlier snapshot on the same
    /// thread gave.
    public func snapshot() -> HistogramSnapshot {
        var total = 0
        let cumulative = (0..<cells.bucketCount).map { bucket in
            total += cells.count(bucket)
            return total
        }
        return HistogramSnapshot(bounds: layout.bounds, cumulativeCounts: cumulative, sum: cells.sum)
    }

    func encode(
        as descriptor: MetricDescriptor,
        labels: [UInt8],
        created: Double,
        into encoder: inout ExpositionEncoder
    ) {
        let name = descriptor.nameBytes
        let row = encoder.format == .openMetrics ? exemplars.load() : nil
        var total = 0
        for (bucket, bound) in layout.renderedBounds.enumerated() {
            total += cells.count(bucket)
            encoder.sample(
                .init(name: name, suffix: "_bucket", labels: labels, boundLabel: bound),
                total,
                row?.slots[bucket].exemplar
            )
        }
        // With negative observations the sum may fall, which OpenMetrics does not allow; the count goes with it
        // ("Histogram").
        let sum = cells.sum
        if encoder.format == .text || ((layout.bounds.first ?? 0) >= 0 && sum >= 0) {
            encoder.sample(.init(name: name, suffix: "_sum", labels: labels), sum)
            encoder.sample(.init(name: name, suffix: "_count", labels: labels), total)
        }
        encoder.created(descriptor, labels: labels, created)
    }
}
