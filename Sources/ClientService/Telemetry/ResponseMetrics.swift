import Posix
import PrometheusMetrics
import ServiceKit

/// What the user got: `client_*`, and what the fallback served.
struct ResponseMetrics: Sendable {
    private let bySource: CaseTable<ResponseSource, Series>
    private let staleServed: Counter
    private let partialServed: Counter
    private let staleAges: Histogram

    private struct Series: Sendable {
        let responses: Counter
        let duration: Histogram
        let lastAt: Gauge
    }

    /// Reaches the longest time a stale answer may be kept.
    private static func ageBuckets(upTo maxAge: Duration) -> [Double] {
        let bounds: [Double] = [
            0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 25, 30, 40, 50, 60, 80, 100, 120, 180, 300,
        ]
        let longest = max(1, maxAge / .seconds(1))
        return bounds.filter { $0 < longest } + [longest]
    }

    init(registry: MetricRegistry, fallbackMaxAge: Duration) throws(MetricError) {
        let responses = try registry.counterFamily(
            "client_responses_total",
            help: "What users got, by source.",
            labels: Label("source", ResponseSource.self)
        )
        let durations = try registry.histogramFamily(
            "client_response_duration_seconds",
            help: "How long users waited, by source.",
            labels: Label("source", ResponseSource.self),
            buckets: Buckets.latency
        )
        let timestamps = try registry.gaugeFamily(
            "client_last_response_timestamp_seconds",
            help: "When a user last got an answer from this source, in seconds since 1970; 0 if never.",
            labels: Label("source", ResponseSource.self)
        )
        bySource = CaseTable { source in
            Series(
                responses: responses.with(source),
                duration: durations.with(source),
                lastAt: timestamps.with(source)
            )
        }
        let fallbacks = try registry.counterFamily(
            "resilience_fallbacks_total",
            help: "Answers that a fallback gave, by source.",
            labels: Label("source")
        )
        staleServed = fallbacks.with("stale")
        partialServed = fallbacks.with("partial")
        _ = fallbacks.with("static")
        staleAges = try registry.histogram(
            "resilience_fallback_stale_age_seconds",
            help: "How old stale answers were.",
            buckets: Self.ageBuckets(upTo: fallbackMaxAge)
        )
    }

    func answered(_ source: ResponseSource, seconds: Double, trace: TraceReference?) {
        let series = bySource[source]
        series.responses.increment()
        series.duration.observe(seconds, trace: trace)
        series.lastAt.set(WallClock.seconds)
    }

    /// Counts a stale answer that is about to be served.
    func servedStale(age: Duration) {
        staleServed.increment()
        staleAges.observe(age / .seconds(1))
    }

    /// Counts an answer with a part missing that is about to be served.
    func servedPartial() { partialServed.increment() }
}
