/// What the samples of one metric at one time must be together: OpenMetrics 1.0.0, "Counter", "Histogram" and
/// "GaugeHistogram", and the text format's conventions for histograms and summaries.
struct PointRules {
    let format: ExpositionChecker.Format
    let family: Family
    let point: Point

    func apply(find: (String, Int) -> Void) {
        switch family.type {
        case .counter:
            if format == .openMetrics { require(.total, find) }
        case .histogram:
            checkBuckets(count: .count, find)
            if format == .text {
                require(.sum, find)
                require(.count, find)
            } else {
                checkSum(.sum, count: .count, find)
                if point.hasNegativeBound, let sum = point.parts[.sum] {
                    find("\(family.name) has a sum, which a bucket below 0 forbids", sum.line)
                }
            }
        case .gaugeHistogram:
            checkBuckets(count: .gaugeCount, find)
            checkSum(.gaugeSum, count: .gaugeCount, find)
            if !point.hasNegativeBound, let sum = point.parts[.gaugeSum], sum.value < 0 {
                find("\(family.name) has a negative sum without a bucket below 0", sum.line)
            }
        case .summary:
            if format == .text {
                require(.sum, find)
                require(.count, find)
            }
        case .gauge, .unknown, .stateSet, .info: break
        }
    }

    /// "Histogram MetricPoints MUST have one bucket with an +Inf threshold", and the count is that bucket's.
    private func checkBuckets(count: Suffix, _ find: (String, Int) -> Void) {
        guard let last = point.lastBucket else { return find("\(family.name) has no buckets", point.line) }
        guard last.bound == .infinity else { return find("\(family.name) has no bucket +Inf", last.line) }
        if let total = point.parts[count], total.value != last.count, !total.value.isNaN, !last.count.isNaN {
            find("\(family.name)\(count.rawValue) is not what the bucket +Inf says", total.line)
        }
    }

    /// "If and only if a Sum Value is present", so is the count.
    private func checkSum(_ sum: Suffix, count: Suffix, _ find: (String, Int) -> Void) {
        if let part = point.parts[sum], point.parts[count] == nil {
            find("\(family.name) has a \(sum.rawValue) and no \(count.rawValue)", part.line)
        }
        if let part = point.parts[count], point.parts[sum] == nil {
            find("\(family.name) has a \(count.rawValue) and no \(sum.rawValue)", part.line)
        }
    }

    private func require(_ suffix: Suffix, _ find: (String, Int) -> Void) {
        if point.parts[suffix] == nil { find("\(family.name) has no \(suffix.rawValue)", point.line) }
    }
}
