/// All series of one metric whose labels have types: a wrong number or order of label values does not compile.
///
/// Thread-safe. ``with(_:)`` takes a lock: look the instruments up at start-up and keep them (``CaseTable`` does so for an
/// enumeration), then observe through them without one.
public struct TypedFamily<Metric: Sendable, each Value: LabelValue>: Sendable {
    private let family: MetricFamily<Metric>

    init(_ family: MetricFamily<Metric>) { self.family = family }

    /// The instrument for these label values; the same one every time. Its series exists, at 0, from the first lookup.
    /// Thread-safe; takes a lock.
    public func with(_ values: repeat each Value) -> Metric {
        family.child(Self.texts(repeat each values))
    }

    /// Ends the series with these label values, if there is one: it is missing from the next scrape on. Who still holds
    /// its instrument may go on using it, unseen. Thread-safe; takes a lock.
    public func remove(_ values: repeat each Value) {
        family.remove(Self.texts(repeat each values))
    }

    private static func texts(_ values: repeat each Value) -> [String] {
        var texts: [String] = []
        for value in repeat each values { texts.append(value.labelValue) }
        return texts
    }
}
