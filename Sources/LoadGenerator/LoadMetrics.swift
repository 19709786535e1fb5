import PrometheusMetrics

/// The `load_*` metrics of one target.
struct TargetMetrics: Sendable {
    private let scheduledRequests: Counter
    private let sentRequests: Counter
    private let requests: CaseTable<LoadOutcome, Counter>
    private let durations: CaseTable<LoadOutcome, Histogram>

    fileprivate init(
        _ target: String,
        scheduled: TypedFamily<Counter, String>,
        sent: TypedFamily<Counter, String>,
        requests: TypedFamily<Counter, String, LoadOutcome>,
        durations: TypedFamily<Histogram, String, LoadOutcome>
    ) {
        scheduledRequests = scheduled.with(target)
        sentRequests = sent.with(target)
        self.requests = CaseTable { requests.with(target, $0) }
        self.durations = CaseTable { durations.with(target, $0) }
    }

    func scheduled() { scheduledRequests.increment() }

    func sent() { sentRequests.increment() }

    func ended(_ outcome: LoadOutcome, seconds: Double, trace: TraceReference?) {
        requests[outcome].increment()
        durations[outcome].observe(seconds, trace: trace)
    }
}

/// Registers the `load_*` metrics, every series of every target at 0.
struct LoadMetrics {
    private let scheduled: TypedFamily<Counter, String>
    private let sent: TypedFamily<Counter, String>
    private let requests: TypedFamily<Counter, String, LoadOutcome>
    private let durations: TypedFamily<Histogram, String, LoadOutcome>

    init(registry: MetricRegistry) throws(MetricError) {
        scheduled = try registry.counterFamily(
            "load_requests_scheduled_total",
            help: "Requests that were due, whether or not they could be sent.",
            labels: Label("target")
        )
        sent = try registry.counterFamily(
            "load_requests_sent_total",
            help: "Requests that were sent; what was due and not sent is the load generator's own limit.",
            labels: Label("target")
        )
        requests = try registry.counterFamily(
            "load_requests_total",
            help: "Requests that have ended, by what the user got.",
            labels: Label("target"),
            Label("outcome", LoadOutcome.self)
        )
        durations = try registry.histogramFamily(
            "load_request_duration_seconds",
            help: "From the time a request was due to its end.",
            labels: Label("target"),
            Label("outcome", LoadOutcome.self),
            buckets: Buckets.latency
        )
    }

    func target(_ name: String) -> TargetMetrics {
        TargetMetrics(name, scheduled: scheduled, sent: sent, requests: requests, durations: durations)
    }
}
