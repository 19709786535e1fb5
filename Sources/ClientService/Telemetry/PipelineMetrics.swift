import PrometheusMetrics
import ServiceKit

/// What the call pipeline counts beyond its breakers.
struct PipelineMetrics: Sendable {
    let retry: RetryMetrics
    let attemptTimeouts: Counter
    let requestTimeouts: Counter
    /// Callers that were served an earlier answer since a new one took too long.
    let softTimeouts: Counter

    init(registry: MetricRegistry, budgetTokens: (@Sendable () -> Double)?) throws(MetricError) {
        retry = try RetryMetrics(registry: registry, name: Backend.name, budgetTokens: budgetTokens)
        let timeouts = try registry.counterFamily(
            "resilience_timeouts_total",
            help: "Attempts and requests that ran out of time, and calls that outlived their soft timeout.",
            labels: Label("scope")
        )
        attemptTimeouts = timeouts.with("attempt")
        requestTimeouts = timeouts.with("request")
        softTimeouts = timeouts.with("soft")
    }
}
