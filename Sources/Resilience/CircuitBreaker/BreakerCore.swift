import Synchronization

/// The lock around a ``BreakerState`` and the queue of its events; what ``CircuitBreaker`` is but for its clock.
///
/// Knows no clock type, so its code is compiled once, for ``Elapsed``. Thread-safe.
final class BreakerCore: Sendable {
    private struct Guarded {
        var state: BreakerState<Elapsed>
        var unpublished: [BreakerTransition] = []
        var isPublishing = false

        mutating func enqueue(_ transition: BreakerTransition?) {
            if let transition { unpublished.append(transition) }
        }

        mutating func beginPublishing() -> Bool {
            defer { isPublishing = true }
            return !isPublishing
        }

        mutating func nextToPublish() -> BreakerTransition? {
            guard !unpublished.isEmpty else {
                isPublishing = false
                return nil
            }
            return unpublished.removeFirst()
        }
    }

    let name: String
    let deadlineSignal: DeadlineSignal
    private let guarded: Mutex<Guarded>
    private let onEvent: @Sendable (BreakerEvent) -> Void

    init(
        name: String,
        _ configuration: CircuitBreakerConfiguration,
        deadlineSignal: DeadlineSignal,
        onEvent: @escaping @Sendable (BreakerEvent) -> Void
    ) {
        self.name = name
        self.deadlineSignal = deadlineSignal
        self.onEvent = onEvent
        guarded = Mutex(Guarded(state: BreakerState(configuration, at: .start)))
    }

    /// Taken under the lock: a copy of the state would make the next call copy the window.
    func snapshot(at now: Elapsed) -> BreakerSnapshot { guarded.withLock { BreakerSnapshot(of: $0.state, at: now) } }

    var status: BreakerStatus { guarded.withLock { $0.state.status } }

    var nextDeadline: Elapsed? { guarded.withLock { $0.state.nextDeadline } }

    /// Admits where the time does not matter; nil where it does.
    func admitWithoutTime() -> Permit? { guarded.withLock { $0.state.admitWithoutTime() } }

    func admit(at now: Elapsed) -> Admission {
        var transition: BreakerTransition?
        var deadlineMoved = false
        let admission = guarded.withLock { guarded in
            let step = guarded.state.admit(at: now)
            transition = step.transition
            guarded.enqueue(transition)
            // A half-open call has a time to be back.
            deadlineMoved = guarded.state.status == .halfOpen
            return step.admission
        }
        if transition != nil { publish() } else if deadlineMoved { deadlineSignal.signal() }
        return admission
    }

    /// What is known of how long a call took.
    enum Speed {
        case told(isSlow: Bool)
        case measured(Duration)
    }

    func settle(generation: UInt64, _ outcome: CallOutcome, _ speed: Speed, at now: Elapsed) -> Settlement {
        let settlement = guarded.withLock { guarded in
            let isSlow =
                switch speed {
                case .told(let isSlow): isSlow
                case .measured(let duration): guarded.state.isSlow(duration)
                }
            let permit = Permit(generation: generation, isTrial: false, isTimed: false)
            let settlement = guarded.state.settle(permit, outcome, isSlow: isSlow, at: now)
            guarded.enqueue(settlement.transition)
            return settlement
        }
        if settlement.transition != nil { publish() }
        return settlement
    }

    func wouldAdmitWithoutTime() -> Bool? { guarded.withLock { $0.state.wouldAdmitWithoutTime() } }

    func wouldAdmit(at now: Elapsed) -> Bool { guarded.withLock { $0.state.wouldAdmit(at: now) } }

    func change(_ body: (inout BreakerState<Elapsed>) -> BreakerTransition?) -> BreakerTransition? {
        let transition = guarded.withLock { guarded in
            let transition = body(&guarded.state)
            guarded.enqueue(transition)
            return transition
        }
        if transition != nil { publish() }
        return transition
    }

    /// Hands out queued transitions. Whoever finds nobody at it hands out all there are, which keeps the order; a
    /// handler that causes a transition itself only queues it.
    private func publish() {
        deadlineSignal.signal()
        guard guarded.withLock({ $0.beginPublishing() }) else { return }
        while let transition = guarded.withLock({ $0.nextToPublish() }) {
            onEvent(BreakerEvent(breaker: name, transition: transition))
        }
    }
}
