public import PrometheusMetrics
public import Resilience
import Synchronization

/// Turns bulkheads into the `resilience_bulkhead_*` metrics. Thread-safe.
///
/// All but the waits is read from the bulkheads at scrape time.
public final class BulkheadMetrics: Sendable {
    private struct Watched: Sendable {
        let name: String
        let snapshot: @Sendable () -> BulkheadSnapshot
    }

    private let watched = Mutex<[Watched]>([])
    private let waits: TypedFamily<Histogram, String>

    private static let label = "bulkhead"

    /// Registers the families.
    ///
    /// - Throws: `MetricError` where the registry has these names already.
    public init(registry: MetricRegistry) throws(MetricError) {
        waits = try registry.histogramFamily(
            "resilience_bulkhead_wait_seconds",
            help: "Time calls stood in a bulkhead's queue, however that ended; calls that did not wait are not in it.",
            labels: Label(Self.label),
            buckets: Buckets.latency
        )
        try gauge(registry, "in_flight", "Calls in flight within a bulkhead.") { $0.inFlight }
        try gauge(registry, "capacity", "Calls that a bulkhead lets through at once.") { $0.capacity }
        try gauge(registry, "queue_depth", "Calls that wait for a place in a bulkhead.") { $0.queued }
        try registry.collect(
            "resilience_bulkhead_rejected_total",
            help: "Calls that a bulkhead turned away; those whose caller went away are not among them.",
            type: .counter,
            labels: [Self.label, "reason"]
        ) { writer in
            for entry in self.watched.withLock({ $0 }) {
                let rejections = entry.snapshot().rejections
                for reason in BulkheadRejection.allCases where reason != .cancelled {
                    writer.sample([entry.name, reason.rawValue], Double(rejections[reason]))
                }
            }
        }
    }

    /// Shows a bulkhead from now on.
    public func add<C>(_ bulkhead: Bulkhead<C>) {
        watched.withLock { $0.append(Watched(name: bulkhead.name) { bulkhead.snapshot() }) }
    }

    /// What a bulkhead of this name is to tell its waits.
    public func waitObserver(_ name: String) -> @Sendable (Duration) -> Void {
        let histogram = waits.with(name)
        return { histogram.observe($0 / .seconds(1)) }
    }

    private func gauge(
        _ registry: MetricRegistry,
        _ suffix: String,
        _ help: String,
        _ value: @escaping @Sendable (BulkheadSnapshot) -> Int
    ) throws(MetricError) {
        try registry.collect("resilience_bulkhead_\(suffix)", help: help, type: .gauge, labels: [Self.label]) {
            writer in
            for entry in self.watched.withLock({ $0 }) { writer.sample([entry.name], Double(value(entry.snapshot()))) }
        }
    }
}
