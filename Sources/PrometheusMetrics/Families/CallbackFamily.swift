/// A metric whose samples are made at the scrape, by asking what already knows them.
struct CallbackFamily: MetricSource {
    let descriptor: MetricDescriptor
    let body: @Sendable (inout SampleWriter) -> Void

    func encode(into encoder: inout TextEncoder) {
        var writer = SampleWriter(descriptor)
        body(&writer)
        let samples = writer.samples.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        if samples.isEmpty { return }
        encoder.header(descriptor)
        for (values, value) in samples {
            let labels = LabelSet.render(names: descriptor.labelNames, values: values)
            encoder.sample(descriptor.name, labels: labels, value: value)
        }
    }
}
