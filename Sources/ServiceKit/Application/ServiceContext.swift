public import HTTPCore
public import HTTPServer
public import StructuredLogging

/// A request with everything a handler may want to know about it.
public struct ServiceContext: Sendable {
    /// The message, its peer and its delivery.
    public var http: RequestContext
    /// The segments that stood for `{name}` in the route's pattern.
    public let parameters: [String: String]
    /// The route's pattern: a bounded label. `unmatched` where there is none.
    public let route: String
    /// This service's place in the trace.
    public let trace: TraceContext
    /// The service's logger; ``logger`` is made from it, since most requests log nothing.
    let serviceLogger: Logger
    /// What the request's log line will say beyond the obvious.
    public let annotations: RequestAnnotations

    /// A logger whose lines carry the trace. Made anew at each call: keep it where several lines are written.
    public var logger: Logger {
        serviceLogger.with {
            $0.set("trace_id", trace.traceID)
            $0.set("span_id", trace.spanID)
        }
    }

    /// The message.
    public var request: HTTPRequest { http.request }
    /// The query's names and values.
    public var query: HTTPQuery { HTTPQuery(parsing: http.request.head.query ?? "") }
}

// @unchecked: written by the task that handles the request, and read by the same task when it logs.
/// Fields that a handler adds to the request's own log line.
public final class RequestAnnotations: @unchecked Sendable {
    /// Where the answer came from: `backend`, `stale`, `partial`, `fallback`.
    public var source: String?
    /// How many attempts the call took.
    public var attempts: Int?
    /// What was called.
    public var upstream: String?
    /// A bounded name of what went wrong.
    public var errorType: String?
    /// What went wrong, in words.
    public var error: String?

    /// Makes empty annotations.
    public init() {}
}

/// Answers a request of a service.
public typealias ServiceHandler = @Sendable (ServiceContext) async -> HTTPResponse

/// Wraps a handler; put together once at start-up.
public typealias ServiceMiddleware = @Sendable (@escaping ServiceHandler) -> ServiceHandler
