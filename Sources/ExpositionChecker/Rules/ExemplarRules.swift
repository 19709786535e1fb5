/// OpenMetrics 1.0.0, "Exemplars", and what "Histogram", "GaugeHistogram" and "Counter" say of them.
struct ExemplarRules {
    /// "MUST NOT exceed 128 UTF-8 character code points".
    static let limit = 128

    let exemplar: Exemplar
    let sample: Sample
    let type: MetricType
    let suffix: Suffix

    func apply(find: (String) -> Void) {
        if suffix != .bucket && suffix != .total {
            find("\(sample.name) has an exemplar, which only buckets and a counter's _total may")
        }
        let length = exemplar.labels.reduce(0) { $0 + $1.name.unicodeScalars.count + $1.value.unicodeScalars.count }
        if length > Self.limit { find("the exemplar's labels have \(length) characters, more than \(Self.limit)") }
        // "Each bucket covers the values less and or equal to it, and the value of the exemplar MUST be within this range."
        if suffix == .bucket, let bound = sample.number(of: "le"), !(exemplar.value <= bound) {
            find("the exemplar's value lies outside its bucket")
        }
    }
}
