import EventLoop
public import HTTPCore
import HTTPServer
import Posix
import StructuredLogging

/// The administration port: metrics, probes, version, and the routes that change something.
struct AdminPlane: Sendable {
    private let router: Router<HTTPHandler>

    /// - Parameter routes: what the service adds.
    init(
        routes: [AdminRoute],
        access: AdminAccess,
        readiness: Readiness,
        metrics: RuntimeMetrics,
        logger: Logger,
        service: String
    ) {
        var router = Router<HTTPHandler>()
        router.on(.get, "/metrics") { context in MetricsRoute.answer(context.request, metrics) }
        router.on(.get, "/healthz") { _ in HealthProbes.alive() }
        router.on(.get, "/readyz") { _ in HealthProbes.ready(readiness) }
        router.on(.get, "/version") { _ in
            var object = JSONObject()
            object.set("service", service)
            object.set("version", BuildInformation.version)
            object.set("revision", BuildInformation.revision)
            object.set("swift_version", BuildInformation.swiftVersion)
            return object.response(.ok)
        }
        router.on(.get, "/loglevel") { _ in Self.describe(logger.level) }
        let setLevel = AdminRoute(.put, "/loglevel", isChange: true) { request in
            guard let name = HTTPQuery(parsing: request.head.query ?? "")["level"], let level = LogLevel(name: name)
            else {
                return .problem(.badRequest, detail: "give ?level=debug, info, warn or error")
            }
            let logger = logger
            logger.level = level
            return Self.describe(level)
        }
        for route in routes + [setLevel] {
            router.on(route.method, route.pattern) { context in
                if route.isChange, let refusal = access.refusal(of: context.request) { return refusal }
                return await route.handler(context.request)
            }
        }
        self.router = router
    }

    private static func describe(_ level: LogLevel) -> HTTPResponse {
        var object = JSONObject()
        object.set("level", level.name)
        return object.response(.ok)
    }

    func handle(_ context: RequestContext) async -> HTTPResponse {
        switch router.resolve(context.request.method, context.request.path) {
        case .found(let match):
            return await match.value(context)
        case .methodNotAllowed(_, let allow):
            var response =
                context.request.method == .options
                ? HTTPResponse(status: .noContent)
                : .problem(.methodNotAllowed, detail: "this path knows \(allow)")
            response.fields[.allow] = allow
            return response
        case .notFound:
            return .problem(.notFound, detail: "no such path")
        }
    }
}

/// A route of the administration port.
public struct AdminRoute: Sendable {
    let method: HTTPMethod
    let pattern: String
    let isChange: Bool
    let handler: @Sendable (HTTPRequest) async -> HTTPResponse

    /// Makes a route. One with `isChange` needs the administration token unless the port listens on loopback alone.
    public init(
        _ method: HTTPMethod,
        _ pattern: String,
        isChange: Bool,
        _ handler: @escaping @Sendable (HTTPRequest) async -> HTTPResponse
    ) {
        self.method = method
        self.pattern = pattern
        self.isChange = isChange
        self.handler = handler
    }
}

/// Who may use the routes that change something.
struct AdminAccess: Sendable {
    /// Whether the port listens on loopback alone.
    let isLoopback: Bool
    /// The token of `ADMIN_TOKEN`.
    let token: String?

    /// The refusal of a request; nil if it may pass. The token is compared in constant time.
    func refusal(of request: HTTPRequest) -> HTTPResponse? {
        guard let token else {
            return isLoopback ? nil : .problem(.forbidden, detail: "changes need ADMIN_TOKEN to be set")
        }
        let expected = Array("Bearer \(token)".utf8)
        let given = Array((request.fields[.authorization] ?? "").utf8)
        var difference = expected.count ^ given.count
        for index in expected.indices {
            difference |= Int(expected[index] ^ (index < given.count ? given[index] : 0))
        }
        return difference == 0 ? nil : .problem(.forbidden, detail: "changes need Authorization: Bearer $ADMIN_TOKEN")
    }
}

/// The answers to a kubelet's and a load balancer's questions.
enum HealthProbes {
    static func alive() -> HTTPResponse { .json(.ok, #"{"status":"alive"}"#) }

    static func ready(_ readiness: Readiness) -> HTTPResponse {
        switch readiness.state {
        case .ready: .json(.ok, #"{"status":"ready"}"#)
        case .starting: .json(.serviceUnavailable, #"{"status":"starting"}"#)
        case .draining: .json(.serviceUnavailable, #"{"status":"draining"}"#)
        }
    }
}
