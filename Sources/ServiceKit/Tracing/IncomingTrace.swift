import HTTPCore

/// What a request says of the trace it belongs to, with a span of this service's own: a value.
///
/// Source: W3C Trace Context Level 2, section 4.3 (processing model).
struct IncomingTrace: Sendable {
    let context: TraceContext
    /// The caller's span; nil where the trace begins here.
    let parentSpan: UInt64?
    /// Only ever that of the trace that is continued: a trace that begins anew has none.
    let state: TraceState?

    /// Continues the caller's trace, or starts one where there is no `traceparent`, more than one, or one that is
    /// malformed.
    init(_ fields: HTTPFields, using generator: inout some RandomNumberGenerator) {
        if fields.count(of: .traceparent) == 1, let field = fields[.traceparent],
            let parent = TraceContext(traceparent: field)
        {
            context = parent.child(using: &generator)
            parentSpan = parent.span
            state = fields.contains(.tracestate) ? TraceState(fields.values(for: .tracestate)) : nil
        } else {
            context = .start(using: &generator)
            parentSpan = nil
            state = nil
        }
    }
}
