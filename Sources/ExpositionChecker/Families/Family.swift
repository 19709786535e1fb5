/// What is known of the metrics with one name and type.
struct Family {
    let name: String
    /// Where it began.
    let line: Int
    /// Nil without a TYPE, which means `unknown`.
    var declaredType: MetricType?
    var hasHelp = false
    var unit: (text: String, line: Int)?
    var hasSamples = false
    /// A line could not be read or attributed: what seems to be missing may have stood there.
    var isIncomplete = false
    var metrics: [Identity: Metric] = [:]
    /// The metric of the sample before.
    var current: Identity?
    /// The labels of the newest metric, as written.
    var newestLabels: [Label]?

    init(name: String, line: Int) {
        self.name = name
        self.line = line
    }

    var type: MetricType { declaredType ?? .unknown }

    /// As in `the counter requests`.
    var title: String { "the \(type.rawValue) \(name)" }

    func suffix(of sample: String, _ format: ExpositionChecker.Format) -> Suffix? {
        guard sample.hasPrefix(name), let suffix = Suffix(rawValue: String(sample.dropFirst(name.count))) else {
            return nil
        }
        return type.suffixes(format).contains(suffix) ? suffix : nil
    }

    /// The label that tells a metric's own samples apart, and is none of the metric's.
    func partLabel(_ suffix: Suffix) -> String? {
        switch (type, suffix) {
        case (.histogram, .bucket), (.gaugeHistogram, .bucket): "le"
        case (.summary, .none): "quantile"
        case (.stateSet, _): name
        default: nil
        }
    }
}

/// Which series or metric: labels in one order, without the empty ones, which mean the same as none (OpenMetrics 1.0.0,
/// "Label"; in Prometheus too).
struct Identity: Hashable {
    private let labels: [Label]

    init(_ labels: some Sequence<Label>) {
        self.labels = labels.filter { !$0.value.isEmpty }.sorted { $0.name < $1.name }
    }
}

/// What is known of one label set within a family.
struct Metric {
    /// Where it began.
    let line: Int
    var points: [Point] = []
}

/// All samples of a metric at one time: OpenMetrics 1.0.0, "MetricPoint".
struct Point {
    /// Where it began.
    let line: Int
    let timestamp: Timestamp?
    var lastBucket: Bucket?
    var hasNegativeBound = false
    var lastQuantile: Double?
    /// Counters, sums and counts.
    var parts: [Suffix: (value: Double, line: Int)] = [:]

    struct Bucket {
        let bound: Double
        let count: Double
        let line: Int
    }
}
