public import PrometheusMetrics
public import Resilience

extension HedgeResult: LabelValue {}

/// The `resilience_hedges_total` metric; all series are there from the start. Thread-safe.
public final class HedgeMetrics: Sendable {
    private let results: CaseTable<HedgeResult, Counter>

    /// Registers the metric.
    ///
    /// - Throws: `MetricError` where the registry has this name already.
    public init(registry: MetricRegistry) throws(MetricError) {
        let family = try registry.counterFamily(
            "resilience_hedges_total",
            help:
                "Hedges: won before the first attempt, lost to it, or denied (no budget, no other endpoint, or no room).",
            labels: Label("result", HedgeResult.self)
        )
        results = CaseTable { family.with($0) }
    }

    /// Counts a hedge.
    public func ended(_ result: HedgeResult) { results[result].increment() }
}
