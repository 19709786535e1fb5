import PrometheusMetrics
import Testing

/// The Swift that docs/metrics.md and README quote, compiled and run.
@Suite("Examples of metrics")
struct MetricsExamples {
    private func text(_ registry: MetricRegistry, _ format: ExpositionFormat = .text) -> String {
        String(decoding: registry.exposition(format), as: UTF8.self)
    }

    @Test func firstMetrics() throws {
        // example: metrics
        let registry = MetricRegistry()
        let jobs = try registry.counter("jobs_total", help: "Jobs done.")
        let queued = try registry.gauge("jobs_queued", help: "Jobs that wait.")
        let duration = try registry.histogram(
            "job_duration_seconds",
            help: "How long jobs took.",
            buckets: Buckets.latency
        )

        queued.increment()
        queued.decrement()
        duration.observe(0.042)
        jobs.increment()
        let body = registry.exposition()
        // end
        #expect(String(decoding: body, as: UTF8.self).contains("jobs_total 1\n"))
        #expect(duration.snapshot().count == 1)
    }

    @Test func typedLabels() throws {
        let registry = MetricRegistry()
        // example: metrics-labels
        enum Outcome: String, LabelValue, CaseIterable { case done, failed, skipped }

        let family = try registry.counterFamily(
            "jobs_total",
            help: "Jobs, by queue and outcome.",
            labels: Label("queue"),
            Label("outcome", Outcome.self)
        )
        // At start-up: every series is there, at 0, and is found without a lock from now on.
        let mails = CaseTable { family.with("mails", $0) }
        mails[.failed].increment()
        // end
        #expect(text(registry).contains("jobs_total{queue=\"mails\",outcome=\"failed\"} 1\n"))
        #expect(text(registry).contains("jobs_total{queue=\"mails\",outcome=\"skipped\"} 0\n"))
    }

    @Test func callbacks() throws {
        let registry = MetricRegistry()
        let pool = (idle: 2, active: 3)
        // example: metrics-callback
        try registry.collect(
            "pool_connections",
            help: "Connections, by state.",
            type: .gauge,
            labels: ["state"]
        ) { writer in
            writer.sample(["idle"], Double(pool.idle))
            writer.sample(["active"], Double(pool.active))
        }
        try ProcessCollector(registry: registry)
        // end
        #expect(text(registry).contains("pool_connections{state=\"active\"} 3\n"))
        #expect(text(registry).contains("process_open_fds "))
    }

    @Test func removing() throws {
        let registry = MetricRegistry()
        // example: metrics-remove
        let depth = try registry.gaugeFamily("queue_depth", help: "Lines that wait.", labels: Label("address"))
        depth.with("10.0.0.7:8080").set(4)
        depth.remove("10.0.0.7:8080")
        // end
        #expect(text(registry) == "")
    }

    @Test func buckets() throws {
        let registry = MetricRegistry()
        // example: metrics-buckets
        _ = try registry.histogram(
            "payload_bytes",
            help: "Sizes of payloads.",
            buckets: Buckets.exponential(start: 256, factor: 4, count: 8)
        )
        _ = try registry.histogram(
            "batch_size",
            help: "Jobs per batch.",
            buckets: Buckets.linear(start: 1, width: 5, count: 6)
        )
        // end
        #expect(text(registry).contains("payload_bytes_bucket{le=\"4.194304e+06\"} 0\n"))
        #expect(text(registry).contains("batch_size_bucket{le=\"26.0\"} 0\n"))
    }

    @Test func exemplars() throws {
        let registry = MetricRegistry()
        let duration = try registry.histogram("job_duration_seconds", help: "H", buckets: Buckets.latency)
        // example: metrics-exemplar
        let trace = TraceReference(
            traceID: (0x4bf9_2f35_77b3_4da6, 0xa3ce_929d_0e0e_4736),
            spanID: 0x00f0_67aa_0ba9_02b7
        )
        duration.observe(0.42, trace: trace)
        // end
        #expect(text(registry, .openMetrics).contains("trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\""))
    }

    @Test func answering() throws {
        let registry = MetricRegistry()
        _ = try registry.counter("jobs_total", help: "Jobs done.")
        let accept: String? = "application/openmetrics-text"
        let names: [String] = []
        // example: metrics-answer
        let format = ExpositionFormat(accept: accept)
        let body = registry.exposition(format, names: names.isEmpty ? nil : Set(names))
        let contentType = format.contentType
        // end
        #expect(String(decoding: body, as: UTF8.self).hasSuffix("# EOF\n"))
        #expect(contentType == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    }

    @Test func mistakes() throws {
        let registry = MetricRegistry()
        var message = ""
        // example: metrics-mistake
        do {
            _ = try registry.gauge("jobs_total", help: "Jobs.")
        } catch {
            // metric jobs_total: a name that ends in _total is reserved for samples of another type
            message = error.description
        }
        // end
        #expect(message == "metric jobs_total: a name that ends in _total is reserved for samples of another type")
    }
}
