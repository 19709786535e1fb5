import Synchronization

/// A whole number that only grows: requests served, retries made.
///
/// Thread-safe: an increment is one relaxed atomic addition, with no lock and no allocation. Starts at 0; it is made by
/// ``MetricRegistry/counter(_:help:)`` or a family. For quantities with a fraction, such as seconds, use
/// ``FloatCounter``.
public final class Counter: Instrument {
    private let count = Atomic<Int>(0)

    init() {}

    /// What has been counted so far. Thread-safe.
    public var value: Int { count.load(ordering: .relaxed) }

    /// Adds one. Thread-safe.
    public func increment() {
        count.wrappingAdd(1, ordering: .relaxed)
    }

    /// Adds `amount`, which must be 0 or more; a negative amount is a programmer's error and traps, since a counter that
    /// falls reads as a restart of the process. Thread-safe.
    public func increment(by amount: Int) {
        precondition(amount >= 0, "a counter cannot decrease")
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    func encode(as descriptor: MetricDescriptor, labels: [UInt8], into encoder: inout TextEncoder) {
        encoder.sample(descriptor.name, labels: labels, value: value)
    }
}
