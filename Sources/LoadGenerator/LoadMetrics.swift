import PrometheusMetrics

/// The `load_*` metrics of one target.
struct TargetMetrics: Sendable {
    private let scheduledRequests: Counter
    private let sentRequests: Counter
    private let requests: [LoadOutcome: Counter]
    private let durations: [LoadOutcome: Histogram]

    fileprivate init(
        _ target: String,
        scheduled: MetricFamily<Counter>,
        sent: MetricFamily<Counter>,
        requests: MetricFamily<Counter>,
        durations: MetricFamily<Histogram>
    ) throws(MetricError) {
        scheduledRequests = try scheduled.with(target)
        sentRequests = try sent.with(target)
        var byOutcome: ([LoadOutcome: Counter], [LoadOutcome: Histogram]) = ([:], [:])
        for outcome in LoadOutcome.allCases {
            byOutcome.0[outcome] = try requests.with(target, outcome.rawValue)
            byOutcome.1[outcome] = try durations.with(target, outcome.rawValue)
        }
        (self.requests, self.durations) = byOutcome
    }

    func scheduled() { scheduledRequests.increment() }

    func sent() { sentRequests.increment() }

    func ended(_ outcome: LoadOutcome, seconds: Double) {
        requests[outcome]?.increment()
        durations[outcome]?.observe(seconds)
    }
}

/// Registers the `load_*` metrics, every series of every target at 0.
struct LoadMetrics {
    private let scheduled: MetricFamily<Counter>
    private let sent: MetricFamily<Counter>
    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>

    init(registry: MetricRegistry) throws(MetricError) {
        scheduled = try registry.counterFamily(
            "load_requests_scheduled_total",
            help: "Requests that were due, whether or not they could be sent.",
            labels: ["target"]
        )
        sent = try registry.counterFamily(
            "load_requests_sent_total",
            help: "Requests that were sent; what was due and not sent is the load generator's own limit.",
            labels: ["target"]
        )
        requests = try registry.counterFamily(
            "load_requests_total",
            help: "Requests that have ended, by what the user got.",
            labels: ["target", "outcome"]
        )
        durations = try registry.histogramFamily(
            "load_request_duration_seconds",
            help: "From the time a request was due to its end.",
            labels: ["target", "outcome"],
            buckets: Buckets.latency
        )
    }

    func target(_ name: String) throws(MetricError) -> TargetMetrics {
        try TargetMetrics(name, scheduled: scheduled, sent: sent, requests: requests, durations: durations)
    }
}
