public import HTTPCore
public import HTTPServer
public import StructuredLogging

// @unchecked: `annotations` is written by the task that handles the request, and read by the same task when it logs.

/// A request with everything a handler may want to know about it.
///
/// Confined to the task that handles the request, but for what never changes.
public final class ServiceContext: @unchecked Sendable {
    /// The message, its peer and its delivery.
    public let http: RequestContext
    /// The segments that stood for `{name}` in the route's pattern.
    public let parameters: [String: String]
    /// The route's pattern: a bounded label. `unmatched` where there is none.
    public let route: String
    /// This service's place in the trace.
    public let trace: TraceContext
    /// The caller's span; nil where the trace begins here.
    let parentSpan: UInt64?
    /// What came with the caller's trace, to be handed on with every request made for this one.
    public let traceState: TraceState?
    /// The service's logger; ``logger`` is made from it, since most requests log nothing.
    let serviceLogger: Logger
    /// What the request's log line will say beyond the obvious.
    public var annotations = RequestAnnotations()

    init(
        http: RequestContext,
        parameters: [String: String],
        route: String,
        trace: IncomingTrace,
        serviceLogger: Logger
    ) {
        self.http = http
        self.parameters = parameters
        self.route = route
        self.trace = trace.context
        parentSpan = trace.parentSpan
        traceState = trace.state
        self.serviceLogger = serviceLogger
    }

    /// A logger whose lines carry the trace. Made anew at each call: keep it where several lines are written.
    public var logger: Logger { serviceLogger.with { setTrace(&$0) } }

    /// Whether a line of this level would be written: asked before ``logger`` is made for one that often is not.
    public func isLogged(_ level: LogLevel) -> Bool { serviceLogger.isEnabled(level) }

    /// What ties a line to the request.
    func setTrace(_ fields: inout LogFields) {
        trace.setIDs(&fields)
        if let parentSpan { fields.set("parent_span_id", hexadecimal: parentSpan) }
    }

    /// What ties a line to something done for the request, with a span of its own.
    public func setTrace(_ fields: inout LogFields, ofChild child: TraceContext) {
        child.setIDs(&fields)
        trace.setSpan("parent_span_id", &fields)
    }

    /// The message.
    public var request: HTTPRequest { http.request }
    /// The query's names and values.
    public var query: HTTPQuery { HTTPQuery(parsing: http.request.head.query ?? "") }
}

/// Fields that a handler adds to the request's own log line.
public struct RequestAnnotations: Sendable {
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
///
/// A type of its own and no bare function, since a function in an array is called through two conversions each time.
public struct ServiceMiddleware: Sendable {
    let wrap: @Sendable (@escaping ServiceHandler) -> ServiceHandler

    /// Makes a middleware from what it does to a handler.
    public init(_ wrap: @escaping @Sendable (@escaping ServiceHandler) -> ServiceHandler) { self.wrap = wrap }
}
