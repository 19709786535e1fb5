import Synchronization

/// A floating-point number that many threads add to, kept as its IEEE 754 bit pattern in one atomic word.
///
/// The standard library has no atomic `Double`; adding is a compare-and-exchange loop, as in client_golang. Thread-safe:
/// every operation is relaxed, since a sample orders nothing else.
struct AtomicDouble: ~Copyable {
    private let bits: Atomic<UInt64>

    init(_ value: Double = 0) { bits = Atomic(value.bitPattern) }

    func load() -> Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func store(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let sum = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, current) = bits.weakCompareExchange(expected: old, desired: sum, ordering: .relaxed)
            if exchanged { return }
            old = current
        }
    }
}
