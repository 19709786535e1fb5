public import PrometheusMetrics
public import StructuredLogging

extension TraceContext {
    /// What an exemplar points to; nil if the trace is not sampled, so that nobody looks in vain for what was not kept.
    public var reference: TraceReference? {
        isSampled ? TraceReference(traceID: (traceHigh, traceLow), spanID: span) : nil
    }

    /// Sets a log line's `trace_id` and `span_id`.
    public func setIDs(_ fields: inout LogFields) {
        fields.set("trace_id", hexadecimal: traceHigh, traceLow)
        fields.set("span_id", hexadecimal: span)
    }

    /// Sets a log line's field to the span's id.
    public func setSpan(_ key: StaticString, _ fields: inout LogFields) { fields.set(key, hexadecimal: span) }
}
