/// A metric whose samples are made at the scrape, by asking what already knows them.
struct CallbackFamily: MetricSource {
    let descriptor: MetricDescriptor
    let body: @Sendable (inout SampleWriter) -> Void

    func encode(into encoder: inout ExpositionEncoder) {
        var writer = SampleWriter(descriptor)
        body(&writer)
        // A counter that is below 0 or no number is no counter: one such sample would cost the whole scrape.
        let samples = writer.ordered.filter { descriptor.type != .counter || $0.value >= 0 }
        if samples.isEmpty { return }
        encoder.header(descriptor)
        for sample in samples {
            let labels = LabelSet.render(names: descriptor.labelNames, values: sample.labelValues)
            encoder.sample(.init(name: descriptor.nameBytes, labels: labels), sample.value)
        }
    }
}
