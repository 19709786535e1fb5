/// A quantity with a fraction that only grows, such as seconds spent in a state.
///
/// Thread-safe: an addition is a compare-and-exchange loop on one word, with no lock and no allocation. Starts at 0; it
/// is made by ``MetricRegistry/floatCounter(_:help:)`` or a family.
public final class FloatCounter: Instrument {
    private let sum = AtomicDouble()
    private let name: String

    init(name: String) { self.name = name }

    /// What has been added up so far, in the base unit the metric's name states. Thread-safe.
    public var value: Double { sum.load() }

    /// Adds `amount`, in the metric's base unit; it must be 0 or more. A negative amount or NaN is a programmer's error
    /// and ends the program with the metric's name and the caller's place. Thread-safe.
    public func add(_ amount: Double, file: StaticString = #fileID, line: UInt = #line) {
        guard amount >= 0 else { cannotDecrease(name, by: "\(amount)", file, line) }
        sum.add(amount)
    }

    func encode(
        as descriptor: MetricDescriptor,
        labels: [UInt8],
        created: Double,
        into encoder: inout ExpositionEncoder
    ) {
        encoder.sample(.init(name: descriptor.nameBytes, labels: labels), value)
        encoder.created(descriptor, labels: labels, created)
    }
}
