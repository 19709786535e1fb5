/// What one sample must keep, given its family: values, the labels its type needs, and its exemplar.
struct SampleRules {
    let format: ExpositionChecker.Format
    let family: Family
    let suffix: Suffix
    let sample: Sample

    func apply(find: (String) -> Void) {
        if let problem = valueProblem { find("\(sample.name) \(problem)") }
        if let problem = labelProblem { find("\(sample.name) \(problem)") }
        if let exemplar = sample.exemplar {
            ExemplarRules(exemplar: exemplar, sample: sample, type: family.type, suffix: suffix).apply(find: find)
        }
    }

    /// OpenMetrics 1.0.0, "Metric Types". The text format leaves a sum any value: it may be one of negative values.
    private var valueProblem: String? {
        let value = sample.value
        switch (family.type, suffix) {
        case (_, .created): return value.isFinite ? nil : "is no time"
        case (.counter, _): return accumulated
        case (_, .bucket), (_, .count), (_, .gaugeCount):
            return accumulated ?? (value.rounded() == value && value.isFinite ? nil : "is no whole number")
        case (_, .sum): return format == .openMetrics ? accumulated : nil
        case (_, .gaugeSum): return value.isNaN ? "is NaN" : nil
        case (.summary, .none): return format == .openMetrics && value < 0 ? "is negative" : nil
        case (.stateSet, _): return value == 0 || value == 1 ? nil : "is neither 0 nor 1"
        case (.info, _): return value == 1 ? nil : "is not 1"
        default: return nil
        }
    }

    /// What counts up from 0 is neither NaN nor negative.
    private var accumulated: String? {
        if sample.value.isNaN { return "is NaN" }
        return sample.value < 0 ? "is negative" : nil
    }

    private var labelProblem: String? {
        switch (family.type, suffix) {
        case (.histogram, .bucket), (.gaugeHistogram, .bucket): return problem(ofNumber: "le", in: nil)
        case (.summary, .none): return problem(ofNumber: "quantile", in: 0...1)
        case (.histogram, _), (.gaugeHistogram, _): return has("le") ? "has a label le, which only buckets may" : nil
        case (.summary, _): return has("quantile") ? "has a label quantile, which only quantiles may" : nil
        case (.stateSet, _): return has(family.name) ? nil : "has no label \(family.name) with its state"
        default: return nil
        }
    }

    private func has(_ label: String) -> Bool { sample.labels.contains { $0.name == label } }

    /// OpenMetrics 1.0.0, "Canonical Numbers". The text format's own examples have `le="1"`, Go's `%g`, so that goes too.
    private func problem(ofNumber label: String, in range: ClosedRange<Double>?) -> String? {
        guard let text = sample.labels.first(where: { $0.name == label })?.value else { return "has no label \(label)" }
        let quoted = "\(label)=\(String(excerpt: text.utf8))"
        guard let number = sample.number(of: label), !number.isNaN else { return "has \(quoted), which is no number" }
        if let range, !range.contains(number) { return "has \(quoted), which is not between 0 and 1" }
        let canonical = CanonicalNumber.text(number)
        if text == canonical || (format == .text && text + ".0" == canonical) { return nil }
        return "has \(quoted), which is written \(canonical)"
    }
}
