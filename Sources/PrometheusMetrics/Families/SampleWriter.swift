/// Takes the samples of a callback collector during one scrape; see
/// ``MetricRegistry/collect(_:help:type:labels:_:)``. Not for use from several threads at once.
public struct SampleWriter {
    private let descriptor: MetricDescriptor
    private(set) var samples: [[String]: Double] = [:]

    init(_ descriptor: MetricDescriptor) { self.descriptor = descriptor }

    /// Exposes `value` with these label values, in the order in which the labels were declared.
    ///
    /// A second sample with the same label values replaces the first, for a series may appear once in a scrape. A wrong
    /// number of label values is a programmer's error and traps.
    public mutating func sample(_ labelValues: [String], _ value: Double) {
        precondition(
            labelValues.count == descriptor.labelNames.count,
            "\(descriptor.name): \(labelValues.count) label values for \(descriptor.labelNames.count) labels"
        )
        samples[labelValues] = value
    }

    /// Exposes `value` as the only sample of a metric without labels.
    public mutating func sample(_ value: Double) {
        sample([], value)
    }
}
