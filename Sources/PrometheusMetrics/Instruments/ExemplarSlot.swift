import Synchronization

/// The place of the latest exemplar of one bucket or counter.
///
/// An observer never waits: at most one exemplar is taken per tick of the coarse clock (4 ms), the first of a tick, and
/// who finds the slot in use leaves it alone. So a busy series neither writes nor reads more than one shared word.
final class ExemplarSlot: Sendable {
    /// The tick of the exemplar that is kept, in milliseconds since 1970.
    private let tick = Atomic<Int>(0)
    private let kept = Mutex<Exemplar?>(nil)

    /// Keeps this observation, unless one of the same tick is there.
    func offer(_ value: Double, _ trace: TraceReference, at milliseconds: Int) {
        let previous = tick.load(ordering: .relaxed)
        guard previous != milliseconds,
            tick.compareExchange(expected: previous, desired: milliseconds, ordering: .relaxed).exchanged
        else { return }
        _ = kept.withLockIfAvailable {
            $0 = Exemplar(trace: trace, value: value, timestamp: Double(milliseconds) / 1000)
        }
    }

    /// The exemplar that was kept last.
    var exemplar: Exemplar? { kept.withLock { $0 } }
}

/// The slots of a histogram's buckets, made when the first observation with a trace comes.
final class ExemplarRow: Sendable {
    let slots: [ExemplarSlot]

    init(count: Int) { slots = (0..<count).map { _ in ExemplarSlot() } }
}
