import Synchronization

/// All series of one metric: an instrument for each combination of label values.
///
/// Thread-safe. ``with(_:)-(String...)`` takes a lock: look the instrument up at start-up and keep it, then observe
/// through it without one. A series exists, at 0, from its first lookup, and is exposed in the order of its label values.
/// Where the labels have types, ``TypedFamily`` has the compiler check them.
public final class MetricFamily<Metric: Sendable>: Sendable {
    struct Child: Sendable {
        let labelValues: [String]
        let labels: [UInt8]
        let metric: Metric
        /// When the series began, in seconds since 1970.
        let created: Double
    }

    private struct State {
        /// By their rendered labels: see `LabelSet.precedes` for why not by the strings.
        var children: [[UInt8]: Child] = [:]
        /// The children in exposition order; nil after a change, until the next scrape.
        var ordered: [Child]? {
            didSet { if ordered == nil { version += 1 } }
        }
        /// How often the children have changed.
        private(set) var version = 0
    }

    let descriptor: MetricDescriptor
    private let now: @Sendable () -> Double
    private let make: @Sendable () -> Metric
    private let state = Mutex(State())

    /// - Parameters:
    ///   - now: the time of day, in seconds since 1970.
    ///   - make: makes the instrument of a series.
    init(
        _ descriptor: MetricDescriptor,
        now: @escaping @Sendable () -> Double,
        make: @escaping @Sendable () -> Metric
    ) {
        self.descriptor = descriptor
        self.now = now
        self.make = make
    }

    /// The instrument for these label values, in the order in which the labels were declared; the same one every time.
    ///
    /// An empty value is legal. Throws ``MetricError/labelCountMismatch(metric:expected:actual:)`` unless there is one
    /// value for each label. Thread-safe; takes a lock.
    public func with(_ labelValues: String...) throws(MetricError) -> Metric {
        try with(labelValues)
    }

    /// The instrument for these label values, in the order in which the labels were declared; the same one every time.
    ///
    /// An empty value is legal. Throws ``MetricError/labelCountMismatch(metric:expected:actual:)`` unless there is one
    /// value for each label. Thread-safe; takes a lock.
    public func with(_ labelValues: [String]) throws(MetricError) -> Metric {
        try descriptor.checkCount(of: labelValues)
        return child(labelValues)
    }

    /// Ends the series with these label values, if there is one: it is missing from the next scrape on.
    ///
    /// Who still holds its instrument may go on using it, unseen; a later ``with(_:)-([String])`` makes a new one that
    /// starts at 0. A wrong number of label values is no series'. Thread-safe; takes a lock.
    public func remove(_ labelValues: [String]) {
        guard labelValues.count == descriptor.labelNames.count else { return }
        let labels = LabelSet.render(names: descriptor.labelNames, values: labelValues)
        state.withLock { state in
            if state.children.removeValue(forKey: labels) != nil { state.ordered = nil }
        }
    }

    /// As ``with(_:)-([String])``, for label values whose number is known to be right.
    func child(_ labelValues: [String]) -> Metric {
        let labels = LabelSet.render(names: descriptor.labelNames, values: labelValues)
        return state.withLock { state in
            if let child = state.children[labels] { return child.metric }
            let child = Child(labelValues: labelValues, labels: labels, metric: make(), created: now())
            state.children[labels] = child
            state.ordered = nil
            return child.metric
        }
    }

    /// Sorted outside the lock, so that a lookup does not wait for the sorting of many series.
    private func orderedChildren() -> [Child] {
        let (children, version, ordered) = state.withLock { ($0.children, $0.version, $0.ordered) }
        if let ordered { return ordered }
        let sorted = children.values.sorted { LabelSet.precedes($0.labelValues, $1.labelValues) }
        state.withLock { state in
            if state.version == version { state.ordered = sorted }
        }
        return sorted
    }
}

extension MetricFamily: MetricSource where Metric: Instrument {
    func encode(into encoder: inout ExpositionEncoder) {
        let children = orderedChildren()
        if children.isEmpty { return }
        encoder.header(descriptor)
        for child in children {
            child.metric.encode(as: descriptor, labels: child.labels, created: child.created, into: &encoder)
        }
    }
}
