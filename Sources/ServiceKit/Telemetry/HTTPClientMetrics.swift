public import HTTPClient
public import HTTPCore
public import PrometheusMetrics

/// How an attempt ended, as `http_client_request_duration_seconds` has it.
public enum AttemptOutcome: String, LabelValue, CaseIterable {
    /// Any answer below 500.
    case ok
    /// A 5xx answer.
    case httpError = "http_error"
    /// The attempt's deadline came first.
    case timeout
    /// No connection could be made.
    case connectError = "connect_error"
    /// The connection broke, or what came over it was no answer.
    case reset
    /// The caller went away.
    case cancelled

    /// The outcome of an attempt.
    public init(_ result: Result<HTTPResponse, HTTPClientError>) {
        switch result {
        case .success(let response): self = response.status.code >= 500 ? .httpError : .ok
        case .failure(let error):
            switch error.kind {
            case .connectFailed: self = .connectError
            case .timedOut: self = .timeout
            case .reset, .prematureClose, .malformedResponse: self = .reset
            case .cancelled: self = .cancelled
            }
        }
    }
}

/// What an attempt brought, as `http_client_requests_total` has it; an answer with 1xx does not end an attempt.
private enum AttemptClass: String, LabelValue, CaseIterable {
    case success = "2xx"
    case redirection = "3xx"
    case clientError = "4xx"
    case serverError = "5xx"
    case noAnswer = "error"

    init(_ result: Result<HTTPResponse, HTTPClientError>) {
        switch result {
        case .success(let response):
            switch response.status.code {
            case ..<300: self = .success
            case ..<400: self = .redirection
            case ..<500: self = .clientError
            default: self = .serverError
            }
        case .failure: self = .noAnswer
        }
    }
}

/// The `http_client_*` metrics towards one upstream; all series are there from the start.
public final class HTTPClientMetrics: HTTPClientObserver, Sendable {
    private let requests: CaseTable<AttemptClass, Counter>
    private let durations: CaseTable<AttemptOutcome, Histogram>
    private let idle: Gauge
    private let active: Gauge
    private let opened: (ok: Counter, error: Counter)

    /// Registers the metrics with the upstream's name as their label.
    ///
    /// - Throws: `MetricError` where the registry has these names already.
    public init(registry: MetricRegistry, upstream: String) throws(MetricError) {
        let requests = try registry.counterFamily(
            "http_client_requests_total",
            help: "Attempts made, by upstream and class of status code (error: no answer).",
            labels: Label("upstream"),
            Label("code_class", AttemptClass.self)
        )
        self.requests = CaseTable { requests.with(upstream, $0) }
        let durations = try registry.histogramFamily(
            "http_client_request_duration_seconds",
            help: "How long attempts took, by upstream and outcome.",
            labels: Label("upstream"),
            Label("outcome", AttemptOutcome.self),
            buckets: Buckets.latency
        )
        self.durations = CaseTable { durations.with(upstream, $0) }
        let connections = try registry.gaugeFamily(
            "http_client_connections",
            help: "Connections to the upstream, by state.",
            labels: Label("upstream"),
            Label("state")
        )
        idle = connections.with(upstream, "idle")
        active = connections.with(upstream, "active")
        let opened = try registry.counterFamily(
            "http_client_connections_opened_total",
            help: "Connection attempts, by result.",
            labels: Label("upstream"),
            Label("result")
        )
        self.opened = (opened.with(upstream, "ok"), opened.with(upstream, "error"))
    }

    /// Counts an attempt that has ended, with its own span as exemplar.
    public func attemptEnded(
        _ result: Result<HTTPResponse, HTTPClientError>,
        seconds: Double,
        trace: TraceReference?
    ) {
        requests[AttemptClass(result)].increment()
        durations[AttemptOutcome(result)].observe(seconds, trace: trace)
    }

    /// Counts a connection attempt.
    public func connectionAttempted(succeeded: Bool) {
        (succeeded ? opened.ok : opened.error).increment()
    }

    /// Moves the gauges of open connections.
    public func connectionsChanged(idle: Int, active: Int) {
        if idle != 0 { self.idle.add(Double(idle)) }
        if active != 0 { self.active.add(Double(active)) }
    }
}
