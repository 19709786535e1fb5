/// Judges the body of a `/metrics` answer: whether it keeps every rule of its format, also those that a Prometheus
/// server does not enforce, such as series that occur once, escapes that exist and buckets that are cumulative.
///
/// Sources: "Exposition formats" of the Prometheus documentation, section "Text format details" (0.0.4), and
/// OpenMetrics 1.0.0 (draft-richih-opsawg-openmetrics-00), whose sections the rules cite. Where a specification lets
/// readers be lenient and tells writers what to write, the checker takes the side of the writer's rule:
///
/// - A value that is no number is exactly `NaN`, `+Inf` or `-Inf`, never `inf` or `Nan`.
/// - Only the escapes the format defines may occur; OpenMetrics lets readers keep the backslash of others.
/// - No blank begins or ends a sample or TYPE in the text format, as Prometheus does not ignore it.
/// - Bounds and quantiles in OpenMetrics are canonical numbers, and `# EOF` ends with a line feed.
///
/// UTF-8 metric names in quotes and native histograms came after both formats, and are findings.
///
/// A value without state: use it for any number of bodies, from any thread. Time and memory grow with the body's size.
public struct ExpositionChecker: Sendable {
    /// The format that bodies claim to be in.
    public var format: Format

    /// Whether families must come in the order of their names and a family's series in the order of their labels.
    ///
    /// No format requires it; it makes two scrapes comparable line by line. Names and label values compare as bytes. An
    /// OpenMetrics counter counts with its `_total`, so that both formats have one order. The default is false.
    public var requiresOrder: Bool

    /// Whether every family with samples must have its TYPE and HELP. No format requires it. The default is false.
    public var requiresMetadata: Bool

    /// Makes a checker for one format.
    public init(format: Format, requiresOrder: Bool = false, requiresMetadata: Bool = false) {
        self.format = format
        self.requiresOrder = requiresOrder
        self.requiresMetadata = requiresMetadata
    }

    /// Everything that is wrong with a body, in the order of its lines; empty if it keeps all rules.
    ///
    /// - Parameter bytes: the whole body, as it was sent (after any content coding).
    public func check(_ bytes: some Sequence<UInt8>) -> [Finding] { read(bytes).findings }

    /// Everything that is wrong with a body, and the samples in it that could be read.
    ///
    /// - Parameter bytes: the whole body, as it was sent (after any content coding).
    public func read(_ bytes: some Sequence<UInt8>) -> Report {
        var reader = BodyReader(checker: self)
        reader.read(Array(bytes))
        return reader.report
    }
}
