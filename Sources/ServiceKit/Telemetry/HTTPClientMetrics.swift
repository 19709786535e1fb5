public import HTTPClient
public import HTTPCore
public import PrometheusMetrics

/// How an attempt ended, as `http_client_request_duration_seconds` has it.
public enum AttemptOutcome: String, Sendable, CaseIterable {
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

/// The `http_client_*` metrics towards one upstream; all series are there from the start.
public final class HTTPClientMetrics: HTTPClientObserver, Sendable {
    private let requests: [String: Counter]
    private let durations: [AttemptOutcome: Histogram]
    private let idle: Gauge
    private let active: Gauge
    private let opened: (ok: Counter, error: Counter)

    private static let errorClass = "error"

    /// Registers the metrics with the upstream's name as their label.
    ///
    /// - Throws: `MetricError` where the registry has these names already.
    public init(registry: MetricRegistry, upstream: String) throws(MetricError) {
        let requests = try registry.counterFamily(
            "http_client_requests_total",
            help: "Attempts made, by upstream and class of status code (error: no answer).",
            labels: ["upstream", "code_class"]
        )
        var byClass: [String: Counter] = [:]
        for codeClass in ["2xx", "3xx", "4xx", "5xx", Self.errorClass] {
            byClass[codeClass] = try requests.with(upstream, codeClass)
        }
        self.requests = byClass
        let durations = try registry.histogramFamily(
            "http_client_request_duration_seconds",
            help: "How long attempts took, by upstream and outcome.",
            labels: ["upstream", "outcome"],
            buckets: Buckets.latency
        )
        var byOutcome: [AttemptOutcome: Histogram] = [:]
        for outcome in AttemptOutcome.allCases { byOutcome[outcome] = try durations.with(upstream, outcome.rawValue) }
        self.durations = byOutcome
        let connections = try registry.gaugeFamily(
            "http_client_connections",
            help: "Connections to the upstream, by state.",
            labels: ["upstream", "state"]
        )
        idle = try connections.with(upstream, "idle")
        active = try connections.with(upstream, "active")
        let opened = try registry.counterFamily(
            "http_client_connections_opened_total",
            help: "Connection attempts, by result.",
            labels: ["upstream", "result"]
        )
        self.opened = (try opened.with(upstream, "ok"), try opened.with(upstream, "error"))
    }

    /// Counts an attempt that has ended.
    public func attemptEnded(_ result: Result<HTTPResponse, HTTPClientError>, seconds: Double) {
        let codeClass =
            switch result {
            case .success(let response): response.status.codeClass
            case .failure: Self.errorClass
            }
        requests[codeClass]?.increment()
        durations[AttemptOutcome(result)]?.observe(seconds)
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
