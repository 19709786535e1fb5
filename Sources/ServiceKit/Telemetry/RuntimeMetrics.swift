import EventLoop
import PrometheusMetrics
import StructuredLogging

/// What a process says of itself: event-loop lag, log lines, the cost of its own exposition, and its build.
struct RuntimeMetrics: Sendable {
    private let registry: MetricRegistry
    private let lag: Histogram
    private let scrapeSeconds: Gauge
    private let scrapeBytes: Gauge

    /// How often each loop's lag is sampled.
    static let lagInterval: Duration = .milliseconds(100)

    init(registry: MetricRegistry, logger: Logger, sink: StandardOutputSink) throws(MetricError) {
        self.registry = registry
        lag = try registry.histogram(
            "event_loop_lag_seconds",
            help: "How late an event loop's timer fired: what a blocked loop costs every connection on it.",
            buckets: Buckets.latency
        )
        scrapeSeconds = try registry.gauge(
            "metrics_scrape_seconds",
            help: "How long it took to write the last exposition."
        )
        scrapeBytes = try registry.gauge("metrics_scrape_bytes", help: "Size of the last exposition.")
        try registry.collect(
            "log_lines_total",
            help: "Log lines written, by level.",
            type: .counter,
            labels: ["level"]
        ) { writer in
            for level in LogLevel.allCases { writer.sample([level.name], Double(logger.lineCount(level))) }
        }
        try registry.collect(
            "log_lines_dropped_total",
            help: "Log lines lost because the queue to standard output was full or the output failed.",
            type: .counter
        ) { writer in writer.sample(Double(sink.dropped)) }
        _ = try ProcessCollector(registry: registry)
        try registry.registerBuildInfo(
            version: BuildInformation.version,
            revision: BuildInformation.revision,
            swiftVersion: BuildInformation.swiftVersion
        )
    }

    /// The exposition, with the cost of the one before in it.
    func exposition(_ format: ExpositionFormat, names: Set<String>?, created: Bool) -> [UInt8] {
        let start = EventLoopClock.Instant.now
        let body = registry.exposition(format, names: names, created: created)
        scrapeSeconds.set(start.duration(to: .now).inSeconds)
        scrapeBytes.set(Double(body.count))
        return body
    }

    /// Samples the lag of the loop it runs on, until the task is cancelled.
    func sampleLag(on loop: EventLoop) async {
        do {
            while true {
                let due = EventLoopClock.Instant.now.advanced(by: Self.lagInterval)
                try await loop.sleep(until: due)
                lag.observe(max(0, due.duration(to: .now).inSeconds))
            }
        } catch {}
    }
}
