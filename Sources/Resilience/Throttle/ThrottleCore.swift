import Synchronization

/// The lock around a ``ThrottleState``; what ``Throttle`` is but for its clock. Thread-safe.
@usableFromInline
final class ThrottleCore: Sendable {
    private struct Guarded {
        var state: ThrottleState<Elapsed>
        var throttled = 0
    }

    private let guarded: Mutex<Guarded>

    init(_ configuration: ThrottleConfiguration) {
        guarded = Mutex(Guarded(state: ThrottleState(configuration, at: .start)))
    }

    /// - Parameter draw: a source of numbers from 0 up to 1.
    @usableFromInline
    func admit(at now: Elapsed, draw: () -> Double) -> Bool {
        guarded.withLock { guarded in
            let isAdmitted = guarded.state.admit(at: now, draw: draw)
            if !isAdmitted { guarded.throttled += 1 }
            return isAdmitted
        }
    }

    @usableFromInline
    func settle(isOverload: Bool, at now: Elapsed) {
        guarded.withLock { $0.state.settle(isOverload: isOverload, at: now) }
    }

    var throttledCount: Int { guarded.withLock { $0.throttled } }

    func probability(at now: Elapsed) -> Double { guarded.withLock { $0.state.probability(at: now) } }
}
