import HTTPCore
import HTTPServer
import PrometheusMetrics

/// The `http_server_*` metrics of the application plane.
final class HTTPServerMetrics: HTTPServerObserver, Sendable {
    static let unmatchedRoute = "unmatched"

    /// By method, route and code.
    typealias Requests = TypedFamily<Counter, String, String, Int>
    /// By method, route and class of code.
    typealias Durations = TypedFamily<Histogram, String, String, String>

    private let requests: Requests
    private let durations: Durations
    private let inFlight: Gauge
    private let connections: Gauge
    private let rejections: CaseTable<HTTPRejectionReason, Counter>
    private let refusals: CaseTable<AdmissionRefusal.Reason, Counter>

    init(registry: MetricRegistry) throws(MetricError) {
        requests = try registry.counterFamily(
            "http_server_requests_total",
            help: "Requests answered, by method, route pattern and status code.",
            labels: Label("method"),
            Label("route"),
            Label("code", Int.self)
        )
        durations = try registry.histogramFamily(
            "http_server_request_duration_seconds",
            help: "From the last byte of a request to its answer, by method, route pattern and class of status code.",
            labels: Label("method"),
            Label("route"),
            Label("code_class"),
            buckets: Buckets.latency
        )
        inFlight = try registry.gauge(
            "http_server_requests_in_flight",
            help: "Requests being handled on the application port."
        )
        connections = try registry.gauge(
            "http_server_connections",
            help: "Connections open on the application port."
        )
        let family = try registry.counterFamily(
            "http_server_rejected_total",
            help: "Requests and connections refused before a handler saw them, by reason.",
            labels: Label("reason")
        )
        rejections = CaseTable { family.with($0.rawValue) }
        refusals = CaseTable { family.with($0.rawValue) }
        // A drain serves what still arrives, so this stays 0; the series is there for those who watch the reasons.
        _ = family.with("draining")
    }

    /// The handles of a route, with the usual series of these methods at 0, and those of the further `codes`.
    func route(
        _ pattern: String,
        methods: [HTTPMethod],
        codes: [HTTPStatus] = []
    ) -> RouteMetrics {
        RouteMetrics(pattern, methods: methods, codes: codes, requests: requests, durations: durations)
    }

    /// The label of a method: its name where RFC 9110 registers it, else `other`.
    static func label(_ method: HTTPMethod) -> String {
        if case .other = method { return "other" }
        return method.name
    }

    /// Connections open now.
    var openConnections: Int { Int(connections.value) }

    func requestStarted() { inFlight.increment() }
    func requestEnded() { inFlight.decrement() }
    func connectionOpened() { connections.increment() }
    func connectionClosed() { connections.decrement() }
    func rejected(_ reason: HTTPRejectionReason) { rejections[reason].increment() }
    func refused(_ reason: AdmissionRefusal.Reason) { refusals[reason].increment() }
}

/// The handles of one route's series.
///
/// The usual ones are resolved at start-up and found without a lock; only a status nobody expected takes the slow way.
final class RouteMetrics: Sendable {
    private struct Series: Sendable {
        let method: HTTPMethod
        let code: Int
        let requests: Counter
        let duration: Histogram

        func observe(_ seconds: Double, _ trace: TraceReference?) {
            requests.increment()
            duration.observe(seconds, trace: trace)
        }
    }

    private static let usualCodes: [HTTPStatus] = [.ok, .internalServerError, .serviceUnavailable]
    private static let unmatchedCodes: [HTTPStatus] = [.notFound]

    private let pattern: String
    private let requests: HTTPServerMetrics.Requests
    private let durations: HTTPServerMetrics.Durations
    private let usual: [Series]

    init(
        _ pattern: String,
        methods: [HTTPMethod],
        codes: [HTTPStatus],
        requests: HTTPServerMetrics.Requests,
        durations: HTTPServerMetrics.Durations
    ) {
        self.pattern = pattern
        self.requests = requests
        self.durations = durations
        var usual: [Series] = []
        for method in methods {
            let known = pattern == HTTPServerMetrics.unmatchedRoute ? Self.unmatchedCodes : Self.usualCodes
            for code in known + codes {
                usual.append(Self.series(pattern, method, code, requests, durations))
            }
        }
        self.usual = usual
    }

    func observe(_ method: HTTPMethod, _ status: HTTPStatus, seconds: Double, trace: TraceReference?) {
        for series in usual where series.code == status.code && series.method == method {
            series.observe(seconds, trace)
            return
        }
        Self.series(pattern, method, status, requests, durations).observe(seconds, trace)
    }

    private static func series(
        _ pattern: String,
        _ method: HTTPMethod,
        _ status: HTTPStatus,
        _ requests: HTTPServerMetrics.Requests,
        _ durations: HTTPServerMetrics.Durations
    ) -> Series {
        let label = HTTPServerMetrics.label(method)
        return Series(
            method: method,
            code: status.code,
            requests: requests.with(label, pattern, status.code),
            duration: durations.with(label, pattern, status.codeClass)
        )
    }
}
