import HTTPCore
import HTTPServer
import PrometheusMetrics
import Synchronization

/// The `http_server_*` metrics of the application plane.
final class HTTPServerMetrics: HTTPServerObserver, Sendable {
    static let unmatchedRoute = "unmatched"

    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
    private let inFlight: Gauge
    private let connections: Gauge
    private let rejections: [HTTPRejectionReason: Counter]
    private let routes = Mutex<[String: RouteMetrics]>([:])

    init(registry: MetricRegistry) throws(MetricError) {
        requests = try registry.counterFamily(
            "http_server_requests_total",
            help: "Requests answered, by method, route pattern and status code.",
            labels: ["method", "route", "code"]
        )
        durations = try registry.histogramFamily(
            "http_server_request_duration_seconds",
            help: "From the last byte of a request to its answer, by method, route pattern and class of status code.",
            labels: ["method", "route", "code_class"],
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
            labels: ["reason"]
        )
        var rejections: [HTTPRejectionReason: Counter] = [:]
        for reason in HTTPRejectionReason.allCases { rejections[reason] = try family.with(reason.rawValue) }
        // "draining" is refused by the application itself, not by the server.
        self.rejections = rejections
    }

    /// The handles of a route, with its usual series at 0; the same object for the same pattern.
    func route(_ pattern: String, methods: [HTTPMethod]) -> RouteMetrics {
        routes.withLock { routes in
            let route = routes[pattern] ?? RouteMetrics(pattern, requests: requests, durations: durations)
            routes[pattern] = route
            for method in methods { route.initialize(method) }
            return route
        }
    }

    /// The label of a method: its name where RFC 9110 registers it, else `other`.
    static func label(_ method: HTTPMethod) -> String {
        if case .other = method { return "other" }
        return method.name
    }

    func requestStarted() { inFlight.increment() }
    func requestEnded() { inFlight.decrement() }
    func connectionOpened() { connections.increment() }
    func connectionClosed() { connections.decrement() }
    func rejected(_ reason: HTTPRejectionReason) { rejections[reason]?.increment() }
}

/// The handles of one route's series.
final class RouteMetrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let code: Int
    }

    private struct Handles: Sendable {
        let requests: Counter
        let duration: Histogram
    }

    private static let usualCodes: [HTTPStatus] = [.ok, .internalServerError, .serviceUnavailable]
    private static let unmatchedCodes: [HTTPStatus] = [.notFound]

    private let pattern: String
    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
    private let handles = Mutex<[Key: Handles]>([:])

    init(_ pattern: String, requests: MetricFamily<Counter>, durations: MetricFamily<Histogram>) {
        self.pattern = pattern
        self.requests = requests
        self.durations = durations
    }

    func initialize(_ method: HTTPMethod) {
        let codes = pattern == HTTPServerMetrics.unmatchedRoute ? Self.unmatchedCodes : Self.usualCodes
        for code in codes { _ = handles(for: method, code) }
    }

    func observe(_ method: HTTPMethod, _ status: HTTPStatus, seconds: Double) {
        guard let handles = handles(for: method, status) else { return }
        handles.requests.increment()
        handles.duration.observe(seconds)
    }

    private func handles(for method: HTTPMethod, _ status: HTTPStatus) -> Handles? {
        let key = Key(method: HTTPServerMetrics.label(method), code: status.code)
        return handles.withLock { table in
            if let known = table[key] { return known }
            do throws(MetricError) {
                let made = Handles(
                    requests: try requests.with(key.method, pattern, "\(key.code)"),
                    duration: try durations.with(key.method, pattern, status.codeClass)
                )
                table[key] = made
                return made
            } catch {
                // Only a wrong number of labels can fail, and the number is written three lines above.
                assertionFailure("\(error)")
                return nil
            }
        }
    }
}
