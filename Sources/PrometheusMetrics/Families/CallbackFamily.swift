/// A metric whose samples are made at the scrape, by asking what already knows them.
struct CallbackFamily: MetricSource {
    let descriptor: MetricDescriptor
    let body: @Sendable (inout SampleWriter) -> Void

    func encode(into encoder: inout ExpositionEncoder) {
        var writer = SampleWriter(descriptor)
        body(&writer)
        let samples = writer.ordered
        if samples.isEmpty { return }
        encoder.header(descriptor)
        for sample in samples {
            let labels = LabelSet.render(names: descriptor.labelNames, values: sample.labelValues)
            encoder.sample(.init(name: descriptor.nameBytes, labels: labels), sample.value)
        }
    }
}
