import Synchronization

/// The metrics of one process, and their exposition for Prometheus to scrape.
///
/// Make one at start-up, register everything, keep the instruments. Registration fails with ``MetricError`` on an illegal
/// or reserved name, a label declared twice, or a name already taken. There is no global registry: two of them never
/// meet. Thread-safe: registration and scrapes take a lock, observations do not.
public final class MetricRegistry: Sendable {
    /// The `Content-Type` of ``exposition()``.
    ///
    /// Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private struct State {
        var sources: [any MetricSource] = []
        var sampleNames: Set<String> = []
    }

    private let state = Mutex(State())

    /// Makes a registry without metrics.
    public init() {}

    /// Every metric in text format 0.0.4, families by name and series by label values, LF only. Thread-safe.
    ///
    /// Callbacks run on the calling thread, outside the registry's lock. A family without a series is left out.
    public func exposition() -> [UInt8] {
        let sources = state.withLock { $0.sources }
        var encoder = TextEncoder()
        for source in sources { source.encode(into: &encoder) }
        return encoder.bytes
    }

    /// Registers an unlabelled instrument and makes it, so that it is exposed from the start.
    func registerSingle<Metric: Instrument>(
        _ descriptor: MetricDescriptor,
        make: @escaping @Sendable () -> Metric
    ) throws(MetricError) -> Metric {
        try registerFamily(descriptor, make: make).child([])
    }

    func registerFamily<Metric: Instrument>(
        _ descriptor: MetricDescriptor,
        make: @escaping @Sendable () -> Metric
    ) throws(MetricError) -> MetricFamily<Metric> {
        let family = MetricFamily(descriptor, make: make)
        try register(family)
        return family
    }

    func register(_ source: any MetricSource) throws(MetricError) {
        let descriptor = source.descriptor
        let collision: String? = state.withLock { state in
            if let taken = descriptor.sampleNames.first(where: state.sampleNames.contains) { return taken }
            state.sampleNames.formUnion(descriptor.sampleNames)
            let position = state.sources.firstIndex { $0.descriptor.name > descriptor.name } ?? state.sources.endIndex
            state.sources.insert(source, at: position)
            return nil
        }
        if let collision { throw .duplicateName(metric: descriptor.name, sample: collision) }
    }
}
