/// A number that goes up and down: requests in flight, the state of a breaker.
///
/// Thread-safe: setting is one relaxed atomic store, adding a compare-and-exchange loop on one word; no lock, no
/// allocation. Starts at 0; it is made by ``MetricRegistry/gauge(_:help:)`` or a family. Any `Double` is legal, NaN
/// (for "not known") and the infinities included.
public final class Gauge: Instrument {
    private let current = AtomicDouble()

    init() {}

    /// The value now, in the base unit the metric's name states. Thread-safe.
    public var value: Double { current.load() }

    /// Replaces the value. Thread-safe.
    public func set(_ value: Double) { current.store(value) }

    /// Adds `amount`, which may be negative. Thread-safe.
    public func add(_ amount: Double) { current.add(amount) }

    /// Adds one. Thread-safe.
    public func increment() { current.add(1) }

    /// Takes one away. Thread-safe.
    public func decrement() { current.add(-1) }

    func encode(
        as descriptor: MetricDescriptor,
        labels: [UInt8],
        created: Double,
        into encoder: inout ExpositionEncoder
    ) {
        encoder.sample(.init(name: descriptor.nameBytes, labels: labels), value)
    }
}
