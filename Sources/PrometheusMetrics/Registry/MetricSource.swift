/// What the registry holds: a metric that can write its whole family into an exposition.
protocol MetricSource: Sendable {
    var descriptor: MetricDescriptor { get }

    /// Appends the header and the samples, in a stable order; nothing while there is no sample.
    func encode(into encoder: inout ExpositionEncoder)
}
