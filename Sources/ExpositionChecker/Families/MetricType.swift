/// What a family's samples mean, by the names of TYPE.
enum MetricType: String {
    case counter, gauge, histogram, summary
    /// What has no TYPE; the text format's name of it is `untyped`.
    case unknown
    case gaugeHistogram = "gaugehistogram"
    case stateSet = "stateset"
    case info

    /// Nil if the format has no such type.
    init?(name: String, format: ExpositionChecker.Format) {
        switch (format, name) {
        case (.text, "untyped"): self = .unknown
        case (.text, "counter"), (.text, "gauge"), (.text, "histogram"), (.text, "summary"), (.openMetrics, _):
            self.init(rawValue: name)
        default: return nil
        }
    }

    /// What may follow the family's name in the name of a sample: OpenMetrics 1.0.0, "Suffixes", and the conventions at
    /// the end of "Text format details".
    func suffixes(_ format: ExpositionChecker.Format) -> [Suffix] {
        switch (self, format) {
        case (.counter, .openMetrics): [.total, .created]
        case (.counter, .text), (.gauge, _), (.unknown, _), (.stateSet, _): [.none]
        case (.histogram, .openMetrics): [.bucket, .count, .sum, .created]
        case (.histogram, .text): [.bucket, .count, .sum]
        case (.gaugeHistogram, _): [.bucket, .gaugeCount, .gaugeSum]
        case (.summary, .openMetrics): [.none, .count, .sum, .created]
        case (.summary, .text): [.none, .count, .sum]
        case (.info, _): [.info]
        }
    }
}

/// The end of a sample's name that says which part of a metric it is.
enum Suffix: String {
    case none = ""
    case total = "_total"
    case created = "_created"
    case bucket = "_bucket"
    case count = "_count"
    case sum = "_sum"
    case gaugeCount = "_gcount"
    case gaugeSum = "_gsum"
    case info = "_info"
}
