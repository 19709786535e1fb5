/// Where in a distributed trace something was observed: what an exemplar points to.
///
/// Source: W3C Trace Context, 3.2.2.3 and 3.2.2.4.
public struct TraceReference: Sendable, Hashable {
    /// The trace's id of 128 bits, as two halves. Exposed as the label `trace_id`, 32 lower-case hexadecimal digits.
    public var traceID: (high: UInt64, low: UInt64) { (high, low) }

    /// The span's id. Exposed as the label `span_id`, 16 lower-case hexadecimal digits.
    public let spanID: UInt64

    private let high: UInt64
    private let low: UInt64

    /// Refers to a span of a trace.
    public init(traceID: (high: UInt64, low: UInt64), spanID: UInt64) {
        (high, low) = traceID
        self.spanID = spanID
    }
}

/// One observation picked out of many, with the trace it belongs to (OpenMetrics 1.0.0, "Exemplars").
public struct Exemplar: Sendable, Equatable {
    /// The trace.
    public let trace: TraceReference
    /// What was observed, in the metric's base unit.
    public let value: Double
    /// When, in seconds since 1970.
    public let timestamp: Double
}
