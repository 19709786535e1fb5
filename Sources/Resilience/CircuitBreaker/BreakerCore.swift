import Synchronization

/// The lock around a ``BreakerState`` and the queue of its events; what ``CircuitBreaker`` is but for its clock.
///
/// Knows no clock type, so its code is compiled once, for ``Elapsed``. Thread-safe.
@usableFromInline
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
    /// The ``OpenPass`` of now. Written under the lock, read without.
    private let pass: Atomic<UInt64>
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
        let state = BreakerState<Elapsed>(configuration, at: .start)
        pass = Atomic(state.pass.word)
        guarded = Mutex(Guarded(state: state))
    }

    /// Taken under the lock: a copy of the state would make the next call copy the window.
    func snapshot(at now: Elapsed) -> BreakerSnapshot { guarded.withLock { BreakerSnapshot(of: $0.state, at: now) } }

    var status: BreakerStatus { guarded.withLock { $0.state.status } }

    var nextDeadline: Elapsed? { guarded.withLock { $0.state.nextDeadline } }

    /// Admits where the time does not matter; nil where it does.
    @usableFromInline
    func admitWithoutTime() -> Permit? { OpenPass(word: pass.load(ordering: .acquiring)).permit }

    @usableFromInline
    func admit(at now: Elapsed) -> Admission {
        if let rejection = guarded.withLock({ $0.state.rejectWhileOpen(at: now) }) { return .rejected(rejection) }
        return admitOrMove(at: now)
    }

    @inline(never)
    private func admitOrMove(at now: Elapsed) -> Admission {
        var transition: BreakerTransition?
        var deadlineMoved = false
        let admission = guarded.withLock { guarded in
            let step = guarded.state.admit(at: now)
            transition = step.transition
            guarded.enqueue(transition)
            if transition != nil { pass.store(guarded.state.pass.word, ordering: .releasing) }
            // A half-open call has a time to be back.
            deadlineMoved = guarded.state.status == .halfOpen
            return step.admission
        }
        if transition != nil { publish() } else if deadlineMoved { deadlineSignal.signal() }
        return admission
    }

    /// What is known of how long a call took.
    @usableFromInline
    enum Speed {
        case told(isSlow: Bool)
        case measured(Duration)
    }

    @usableFromInline
    func settle(generation: UInt64, _ outcome: CallOutcome, _ speed: Speed, at now: Elapsed) -> Settlement {
        let settlement = guarded.withLock { guarded in
            let isSlow =
                switch speed {
                case .told(let isSlow): isSlow
                case .measured(let duration): guarded.state.isSlow(duration)
                }
            let permit = Permit(generation: generation, isTrial: false, isTimed: false)
            let settlement = guarded.state.settle(permit, outcome, isSlow: isSlow, at: now)
            if settlement.transition != nil {
                guarded.enqueue(settlement.transition)
                pass.store(guarded.state.pass.word, ordering: .releasing)
            }
            return settlement
        }
        if settlement.transition != nil { publish() }
        return settlement
    }

    @usableFromInline
    func wouldAdmitWithoutTime() -> Bool? {
        if OpenPass(word: pass.load(ordering: .acquiring)).isOpen { return true }
        return guarded.withLock { $0.state.wouldAdmitWithoutTime() }
    }

    @usableFromInline
    func wouldAdmit(at now: Elapsed) -> Bool { guarded.withLock { $0.state.wouldAdmit(at: now) } }

    func change(_ body: (inout BreakerState<Elapsed>) -> BreakerTransition?) -> BreakerTransition? {
        let transition = guarded.withLock { guarded in
            let transition = body(&guarded.state)
            guarded.enqueue(transition)
            pass.store(guarded.state.pass.word, ordering: .releasing)
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
