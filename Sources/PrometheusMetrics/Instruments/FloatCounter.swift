/// A quantity with a fraction that only grows, such as seconds spent in a state.
///
/// Thread-safe: an addition is a compare-and-exchange loop on one word, with no lock and no allocation. Starts at 0; it
/// is made by ``MetricRegistry/floatCounter(_:help:)`` or a family.
public final class FloatCounter: Instrument {
    private let sum = AtomicDouble()

    init() {}

    /// What has been added up so far, in the base unit the metric's name states. Thread-safe.
    public var value: Double { sum.load() }

    /// Adds `amount`, in the metric's base unit; it must be 0 or more and not NaN, else it is a programmer's error and
    /// traps. Thread-safe.
    public func add(_ amount: Double) {
        precondition(amount >= 0, "a counter cannot decrease")
        sum.add(amount)
    }

    func encode(as descriptor: MetricDescriptor, labels: [UInt8], into encoder: inout TextEncoder) {
        encoder.sample(descriptor.name, labels: labels, value: value)
    }
}
