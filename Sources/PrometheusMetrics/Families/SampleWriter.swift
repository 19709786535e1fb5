/// Takes the samples of a callback collector during one scrape; see
/// ``MetricRegistry/collect(_:help:type:labels:_:)``. Not for use from several threads at once.
public struct SampleWriter {
    struct Sample {
        let labelValues: [String]
        let value: Double
    }

    private let descriptor: MetricDescriptor
    private var samples: [Sample] = []

    init(_ descriptor: MetricDescriptor) { self.descriptor = descriptor }

    /// Exposes `value` with these label values, in the order in which the labels were declared.
    ///
    /// A second sample with the same label values replaces the first, for a series may appear once in a scrape. A wrong
    /// number of label values is a programmer's error and ends the program with the metric's name.
    public mutating func sample(
        _ labelValues: [String],
        _ value: Double,
        file: StaticString = #fileID,
        line: UInt = #line
    ) {
        let expected = descriptor.labelNames.count
        guard labelValues.count == expected else {
            fatalError(
                "metric \(descriptor.name): \(labelValues.count) label values for \(expected) labels",
                file: file,
                line: line
            )
        }
        samples.append(Sample(labelValues: labelValues, value: value))
    }

    /// Exposes `value` as the only sample of a metric without labels.
    public mutating func sample(_ value: Double, file: StaticString = #fileID, line: UInt = #line) {
        sample([], value, file: file, line: line)
    }

    /// The samples in exposition order, each series once.
    var ordered: [Sample] {
        // The order of equal elements is kept: the last of them is the one that was given last.
        let sorted = samples.sorted { LabelSet.precedes($0.labelValues, $1.labelValues) }
        var ordered: [Sample] = []
        ordered.reserveCapacity(sorted.count)
        for sample in sorted {
            if let last = ordered.last, !LabelSet.precedes(last.labelValues, sample.labelValues) {
                ordered.removeLast()
            }
            ordered.append(sample)
        }
        return ordered
    }
}
