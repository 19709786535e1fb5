extension Family {
    /// Puts a sample to its metric and point, and checks what the order of lines must be within the family.
    ///
    /// OpenMetrics 1.0.0: "Metrics MUST NOT be interleaved", "MetricPoints MUST NOT be interleaved" and "then its
    /// MetricPoints MUST have monotonically increasing timestamps". The text format groups whole families only, but a
    /// histogram whose buckets "must appear in increasing numerical order" is read by its children there too.
    mutating func add(
        _ sample: Sample,
        _ suffix: Suffix,
        _ checker: ExpositionChecker,
        find: (String) -> Void
    ) {
        let part = partLabel(suffix)
        let labels = sample.labels.filter { $0.name != part }
        let identity = Identity(labels)
        var metric = metrics[identity] ?? Metric(line: sample.line)
        if metrics[identity] == nil {
            if checker.requiresOrder, let newestLabels, !OrderRules.precedes(newestLabels, labels) {
                find("series out of order within \(name)")
            }
            newestLabels = labels
        } else if current != identity {
            find("\(name): the metric of line \(metric.line) again, after another one")
        }
        current = identity
        // A bucket without a bound has been found already.
        if suffix == .bucket, sample.number(of: "le")?.isNaN ?? true { isIncomplete = true }
        let timestamp = checker.format == .openMetrics ? sample.timestamp : nil
        if let last = metric.points.last, last.timestamp != timestamp {
            if let old = last.timestamp, let new = timestamp {
                if new < old {
                    find("the timestamp goes back within a metric of \(name)")
                    isIncomplete = true
                }
            } else {
                find("only some samples of a metric of \(name) have timestamps")
                isIncomplete = true
            }
        }
        if metric.points.last?.timestamp != timestamp || metric.points.isEmpty {
            metric.points.append(Point(line: sample.line, timestamp: timestamp))
        }
        metric.points[metric.points.count - 1].add(sample, suffix, type, checker.format, find: find)
        metrics[identity] = metric
    }
}

extension Point {
    /// Keeps what the rules for whole points need, and checks the order of buckets and quantiles.
    mutating func add(
        _ sample: Sample,
        _ suffix: Suffix,
        _ type: MetricType,
        _ format: ExpositionChecker.Format,
        find: (String) -> Void
    ) {
        switch (type, suffix) {
        case (.summary, .none):
            guard let quantile = sample.number(of: "quantile") else { return }
            // OpenMetrics: "Quantiles MAY be in any order."
            if format == .text, let lastQuantile, quantile <= lastQuantile {
                find(
                    "quantiles do not ascend: \(CanonicalNumber.text(quantile)) after \(CanonicalNumber.text(lastQuantile))"
                )
            }
            lastQuantile = quantile
        case (_, .bucket):
            guard let bound = sample.number(of: "le"), !bound.isNaN else { return }
            if let last = lastBucket {
                if bound <= last.bound {
                    find(
                        "buckets do not ascend: \(CanonicalNumber.text(bound)) after \(CanonicalNumber.text(last.bound))"
                    )
                } else if sample.value < last.count {
                    find("buckets are not cumulative: fewer than in the one before")
                }
            }
            if bound < 0 { hasNegativeBound = true }
            lastBucket = Bucket(bound: bound, count: sample.value, line: sample.line)
        default:
            parts[suffix] = (sample.value, sample.line)
        }
    }
}

extension Sample {
    /// The value of a label that is a number; nil without such a label or number.
    func number(of label: String) -> Double? {
        guard let text = labels.first(where: { $0.name == label })?.value else { return nil }
        return NumberGrammar.number(Array(text.utf8)[...])
    }
}
