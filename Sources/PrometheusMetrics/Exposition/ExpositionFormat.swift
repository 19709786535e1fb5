/// A text format that Prometheus reads.
public enum ExpositionFormat: Sendable, CaseIterable {
    /// The Prometheus text format, version 0.0.4; every Prometheus reads it. It knows no exemplars.
    ///
    /// Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
    case text
    /// OpenMetrics, version 1.0.0: with units, exemplars and, on request, the time each series began.
    ///
    /// Source: https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
    case openMetrics

    /// The `Content-Type` of a body in this format.
    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format that a scraper prefers, by its `Accept` field (RFC 9110, 12.5.1).
    ///
    /// Of each format the most specific clause counts; the higher quality wins, and of two alike the one that is named,
    /// not only meant by a wildcard, and of those the first. A clause for another version of a format does not fit. Where nothing fits, where the field is missing or
    /// cannot be read, it is ``text``: a scraper gets an answer in any case. Pure and thread-safe.
    /// - Parameter accept: the field's value; several fields joined by commas; nil if there is none.
    public init(accept: String?) {
        let clauses = AcceptClause.parse(accept ?? "")
        let text = clauses.best(for: .text)
        let openMetrics = clauses.best(for: .openMetrics)
        switch (text, openMetrics) {
        case (_, nil): self = .text
        case (nil, let one?): self = one.quality > 0 ? .openMetrics : .text
        case (let one?, let other?):
            // One wildcard that stands for both gives the older format.
            self = other.isPreferred(to: one) ? .openMetrics : .text
        }
    }

    /// The media type without parameters, in lower case.
    var mediaType: (type: String, subtype: String) {
        switch self {
        case .text: ("text", "plain")
        case .openMetrics: ("application", "openmetrics-text")
        }
    }

    /// The value of the media type's `version` parameter.
    var version: String {
        switch self {
        case .text: "0.0.4"
        case .openMetrics: "1.0.0"
        }
    }
}
