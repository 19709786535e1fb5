import Synchronization

/// A whole number that only grows: requests served, retries made.
///
/// Thread-safe: an increment is one relaxed atomic addition, with no lock and no allocation. Starts at 0; it is made by
/// ``MetricRegistry/counter(_:help:)`` or a family. For quantities with a fraction, such as seconds, use
/// ``FloatCounter``.
public final class Counter: Instrument {
    private let count = Atomic<Int>(0)
    private let exemplar = AtomicLazyReference<ExemplarSlot>()
    private let name: String

    init(name: String) { self.name = name }

    /// What has been counted so far. Thread-safe.
    public var value: Int { count.load(ordering: .relaxed) }

    /// Adds one. Thread-safe.
    public func increment() {
        count.wrappingAdd(1, ordering: .relaxed)
    }

    /// Adds `amount`, which must be 0 or more. A negative amount is a programmer's error and ends the program with the
    /// metric's name and the caller's place: a counter that falls reads as a restart of the process. Thread-safe.
    public func increment(by amount: Int, file: StaticString = #fileID, line: UInt = #line) {
        guard amount >= 0 else { cannotDecrease(name, by: "\(amount)", file, line) }
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Adds one and remembers which trace did it, as the series' exemplar in OpenMetrics; of several within the kernel's
    /// tick of 4 ms the first. Thread-safe; the first call allocates.
    ///
    /// - Parameter trace: nil where there is none to remember, as when it is not sampled.
    public func increment(trace: TraceReference?) {
        count.wrappingAdd(1, ordering: .relaxed)
        guard let trace else { return }
        let slot = exemplar.load() ?? exemplar.storeIfNil(ExemplarSlot())
        slot.offer(1, trace, at: WallClock.coarseMilliseconds)
    }

    func encode(
        as descriptor: MetricDescriptor,
        labels: [UInt8],
        created: Double,
        into encoder: inout ExpositionEncoder
    ) {
        encoder.sample(.init(name: descriptor.nameBytes, labels: labels), value, exemplar.load()?.exemplar)
        encoder.created(descriptor, labels: labels, created)
    }
}

/// Ends the program: a counter was asked to fall.
func cannotDecrease(_ name: String, by amount: String, _ file: StaticString, _ line: UInt) -> Never {
    fatalError("metric \(name): a counter cannot decrease, and was to grow by \(amount)", file: file, line: line)
}
