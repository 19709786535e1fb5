import Synchronization

/// The metrics of one process, and their exposition for Prometheus to scrape.
///
/// Make one at start-up, register everything, keep the instruments. Registration fails with ``MetricError`` on an illegal
/// or reserved name, a label declared twice, or a name already taken. There is no global registry: two of them never
/// meet. Thread-safe: registration and scrapes take a lock, observations do not.
public final class MetricRegistry: Sendable {
    private struct State {
        var sources: [any MetricSource] = []
        var names: Set<String> = []
    }

    private let now: @Sendable () -> Double
    private let state = Mutex(State())
    /// The size of the largest exposition so far, so that the next one is written without growing.
    private let capacity = Atomic<Int>(0)

    /// Makes a registry without metrics.
    ///
    /// - Parameter clock: the time of day, in seconds since 1970, by which the beginning of a series is dated; default:
    ///   the system's. Tests give their own.
    public init(clock: (@Sendable () -> Double)? = nil) {
        now = clock ?? { WallClock.seconds }
    }

    /// The metrics in the format asked for: families by name and series by label values, LF only.
    ///
    /// Callbacks run on the calling thread, outside the registry's lock; no observer waits for a scrape. A family without
    /// a series is left out. Thread-safe: several scrapes may run at once.
    /// - Parameters:
    ///   - format: text 0.0.4 or OpenMetrics 1.0.0; see ``ExpositionFormat/init(accept:)``.
    ///   - names: only the families that have one of these names, or a sample of this name, in either format; default:
    ///     all. Names that do not exist are no error. This is what scrapers' `name[]` parameters ask for.
    ///   - created: whether OpenMetrics also says when each counter and histogram began (`_created`); default false, as
    ///     it doubles the series of counters and few read it. Text 0.0.4 never does. Metrics of callbacks have none.
    public func exposition(
        _ format: ExpositionFormat = .text,
        names: Set<String>? = nil,
        created: Bool = false
    ) -> [UInt8] {
        let sources = state.withLock { $0.sources }
        var encoder = ExpositionEncoder(
            format,
            showsCreated: created,
            capacity: names == nil ? capacity.load(ordering: .relaxed) : 0
        )
        for source in sources where names.map({ !$0.isDisjoint(with: source.descriptor.exposedNames) }) ?? true {
            source.encode(into: &encoder)
        }
        encoder.end()
        capacity.max(encoder.bytes.count + encoder.bytes.count / 16, ordering: .relaxed)
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
        let family = MetricFamily(descriptor, now: now, make: make)
        try register(family)
        return family
    }

    func register(_ source: any MetricSource) throws(MetricError) {
        let descriptor = source.descriptor
        let names = descriptor.exposedNames
        let collision: String? = state.withLock { state in
            if let taken = names.first(where: state.names.contains) { return taken }
            state.names.formUnion(names)
            let position = state.sources.firstIndex { $0.descriptor.name > descriptor.name } ?? state.sources.endIndex
            state.sources.insert(source, at: position)
            return nil
        }
        if let collision { throw .duplicateName(metric: descriptor.name, sample: collision) }
    }
}
