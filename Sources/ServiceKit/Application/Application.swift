import EventLoop
public import HTTPCore
import HTTPServer
import PrometheusMetrics
import StructuredLogging

/// The application plane of a service: finds the route, carries the trace, counts, measures and logs.
///
/// Thread-safe; all of it is fixed at start-up.
struct Application: Sendable {
    private let router: Router<RoutedHandler>
    private let unmatched: RoutedHandler
    /// For a path that exists with a method that does not.
    private let otherMethods: [String: RouteMetrics]
    private let metrics: HTTPServerMetrics
    private let logger: Logger
    private let successSample: LogSample
    private let admission: AdmissionControl?

    /// The target of a request about the server as a whole (RFC 9112 3.2.4).
    private static let serverPattern = "*"

    private struct RoutedHandler: Sendable {
        let handler: ServiceHandler
        let metrics: RouteMetrics
        /// Whether admission control stands before it; not so for probes.
        var isGuarded = false
    }

    /// - Parameters:
    ///   - probes: routes that no admission control stands before.
    ///   - admission: stands before all else where it is given.
    ///   - middleware: wraps every handler, the unmatched one included; the first is the outermost.
    ///   - successSample: the share of successful requests that get a log line.
    init(
        routes: [Route],
        probes: [Route] = [],
        admission: AdmissionControl? = nil,
        middleware: [ServiceMiddleware],
        metrics: HTTPServerMetrics,
        logger: Logger,
        successSample: Double
    ) {
        func wrap(_ handler: @escaping ServiceHandler) -> ServiceHandler {
            var wrapped = handler
            for layer in middleware.reversed() { wrapped = layer.wrap(wrapped) }
            return wrapped
        }
        func admit(_ handler: @escaping ServiceHandler) -> ServiceHandler {
            // No `??`: what goes through a generic operator is called through two conversions ever after.
            if let admission { return admission.limit(wrap(handler)) }
            return wrap(handler)
        }
        let codes = admission?.statuses ?? []
        var router = Router<RoutedHandler>()
        for route in routes {
            let measured = metrics.route(route.pattern, methods: [route.method, .head], codes: codes)
            router.on(
                route.method,
                route.pattern,
                RoutedHandler(handler: admit(route.handler), metrics: measured, isGuarded: true)
            )
        }
        for probe in probes {
            let measured = metrics.route(probe.pattern, methods: [probe.method, .head])
            router.on(probe.method, probe.pattern, RoutedHandler(handler: wrap(probe.handler), metrics: measured))
        }
        self.router = router
        unmatched = RoutedHandler(
            handler: admit { _ in .problem(.notFound, detail: "no such path") },
            metrics: metrics.route(HTTPServerMetrics.unmatchedRoute, methods: [.get], codes: codes),
            isGuarded: true
        )
        var others: [String: RouteMetrics] = [:]
        for pattern in Set((routes + probes).map(\.pattern) + [Self.serverPattern]) {
            others[pattern] = metrics.route(pattern, methods: [])
        }
        otherMethods = others
        self.metrics = metrics
        self.logger = logger
        self.successSample = LogSample(share: successSample)
        self.admission = admission
    }

    func handle(_ http: RequestContext) async -> HTTPResponse {
        metrics.requestStarted()
        defer { metrics.requestEnded() }
        var generator = SplitMix64.stream()
        // The request is read where it lies: a copy would cost the reference counts of all its parts.
        let trace = IncomingTrace(http.request.head.fields, using: &generator)
        let resolved = resolve(http)
        let context = ServiceContext(
            http: http,
            parameters: resolved.parameters,
            route: resolved.pattern,
            trace: trace,
            serviceLogger: logger
        )
        let response: HTTPResponse
        if resolved.routed.isGuarded, let refusal = admission?.refusal(of: context) {
            response = refusal
        } else {
            response = await resolved.routed.handler(context)
        }
        let seconds = http.receivedAt.seconds(to: .now)
        if http.delivery != .reset {
            resolved.routed.metrics.observe(
                http.request.head.method,
                response.status,
                seconds: seconds,
                trace: trace.context.reference
            )
        }
        log(context, response, seconds, using: &generator)
        return response
    }

    private typealias Resolved = (routed: RoutedHandler, pattern: String, parameters: [String: String])

    private func resolve(_ http: RequestContext) -> Resolved {
        let method = http.request.head.method
        switch router.resolve(method, http.request.head.path) {
        case .found(let match):
            return (match.value, match.pattern, match.parameters)
        case .methodNotAllowed(let pattern, let allow):
            let isOptions = method == .options
            let refusing = RoutedHandler(
                handler: { _ in
                    var response =
                        isOptions
                        ? HTTPResponse(status: .noContent)
                        : .problem(.methodNotAllowed, detail: "this path knows \(allow)")
                    response.fields[.allow] = allow
                    return response
                },
                metrics: otherMethods[pattern] ?? unmatched.metrics
            )
            return (refusing, pattern, [:])
        case .notFound where method == .options && http.request.head.target == Self.serverPattern:
            // About the server as a whole (RFC 9110 9.3.7).
            let answer = RoutedHandler(
                handler: { _ in HTTPResponse(status: .noContent) },
                metrics: otherMethods[Self.serverPattern] ?? unmatched.metrics
            )
            return (answer, Self.serverPattern, [:])
        case .notFound:
            return (unmatched, HTTPServerMetrics.unmatchedRoute, [:])
        }
    }

    /// One line per request: every failure, and a share of the successes.
    private func log(
        _ context: ServiceContext,
        _ response: HTTPResponse,
        _ seconds: Double,
        using generator: inout SplitMix64
    ) {
        guard logger.isEnabled(.info) else { return }
        let isSuccess = response.status.code < 400 && context.http.delivery == .whole
        if isSuccess, !successSample.takesNext(using: &generator) { return }
        let isAnswered = context.http.delivery != .reset
        let message: StaticString = isAnswered ? "request answered" : "request ended without an answer"
        // Not by way of `context.logger`: a derived logger pays from the second line on.
        logger.info(event: "http.request", message) { fields in
            context.setTrace(&fields)
            fields.set("method", HTTPServerMetrics.label(context.http.request.head.method))
            fields.set("route", context.route)
            if isAnswered { fields.set("status", response.status.code) }
            fields.set("duration_ms", (seconds * 1e6).rounded() / 1e3)
            let annotations = context.annotations
            if let source = annotations.source { fields.set("source", source) }
            if let attempts = annotations.attempts { fields.set("attempt", attempts) }
            if let upstream = annotations.upstream { fields.set("upstream", upstream) }
            if let type = annotations.errorType { fields.set("error_type", type) }
            if let error = annotations.error { fields.set("error", error) }
        }
    }
}

/// A route of a service.
public struct Route: Sendable {
    let method: HTTPMethod
    let pattern: String
    let handler: ServiceHandler

    /// Makes a route; see `Router` for patterns.
    public init(_ method: HTTPMethod, _ pattern: String, _ handler: @escaping ServiceHandler) {
        self.method = method
        self.pattern = pattern
        self.handler = handler
    }
}
