public import Resilience

/// A breaker with its callers: who asks, who comes back with what, and time.
public struct ExploredBreaker: ExploredMachine, ~Copyable {
    private enum Event: Int, CaseIterable {
        case admit, firstSucceeds, firstFails, lastSucceeds, lastFails, firstIsCancelled, wait, recover, timer
    }

    /// A permit, until it is settled.
    private final class Holder {
        var permit: Permit?
        let epoch: Int
        init(_ permit: consuming Permit, epoch: Int) {
            self.permit = consume permit
            self.epoch = epoch
        }
    }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let status: BreakerStatus
        let counts: BreakerCounts
        let due: Duration?
        let admits: Bool
        let waiting: [Int]
    }

    private let configuration: CircuitBreakerConfiguration
    private var state: BreakerState<VirtualInstant>
    private var ledger = BreakerLedger()
    private var waiting: [Holder] = []
    private var now = VirtualInstant.start
    private var openUntil: VirtualInstant?

    /// A closed breaker.
    public init(_ configuration: CircuitBreakerConfiguration) {
        self.configuration = configuration
        state = BreakerState(configuration, at: .start)
    }

    /// Nine.
    public static var eventCount: Int { Event.allCases.count }

    /// What a caller can see.
    public var fingerprint: Fingerprint {
        Fingerprint(
            status: state.status,
            counts: state.counts(at: now),
            due: state.nextDeadline.map { now.duration(to: $0) },
            admits: state.wouldAdmit(at: now),
            waiting: waiting.map { state.transitionCount - $0.epoch }
        )
    }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        let found: String?
        switch Event.allCases[event] {
        case .admit: found = admit()
        case .wait:
            now = now.advanced(by: configuration.openDuration)
            found = nil
        case .recover: found = move(state.recover(at: now))
        case .timer: found = move(state.advance(at: now))
        case let settling:
            guard !waiting.isEmpty else { return .impossible }
            let isLast = settling == .lastSucceeds || settling == .lastFails
            // With one waiting the last is the first, which is another event.
            if isLast, waiting.count == 1 { return .impossible }
            let holder = isLast ? waiting.removeLast() : waiting.removeFirst()
            let outcome: CallOutcome =
                switch settling {
                case .firstSucceeds, .lastSucceeds: .success
                case .firstFails, .lastFails: .failure
                default: .cancelled
                }
            found = settle(holder, outcome)
        }
        if let detail = found ?? stuck() { return .broken(detail) }
        return .sound
    }

    private mutating func admit() -> String? {
        let would = state.wouldAdmit(at: now)
        let status = state.status
        let until = openUntil
        let step = state.admit(at: now)
        if let transition = step.transition, let found = move(transition) { return found }
        switch consume step.admission {
        case .rejected(let rejection):
            if would { return "refused what it would admit" }
            if status == .closed { return "a closed breaker refused" }
            return rejection.retryAfter < .zero ? "a negative time to come back" : nil
        case .admitted(let permit):
            if !would { return "admitted what it would refuse" }
            if permit.isTrial != (state.status == .halfOpen) { return "a permit that is wrong about being a trial" }
            if status == .open, let until, now < until { return "admitted before the open time was over" }
            let found = ledger.admit(configuration)
            waiting.append(Holder(permit, epoch: ledger.epoch))
            return found?.1
        }
    }

    private mutating func settle(_ holder: Holder, _ outcome: CallOutcome) -> String? {
        guard let permit = holder.permit.take() else { return "a permit was lost" }
        let settlement = state.settle(permit, outcome, at: now)
        if let found = ledger.settle(epoch: holder.epoch, settlement.result) { return found.1 }
        if settlement.result == .late, settlement.transition != nil { return "a late result moved the breaker" }
        return move(settlement.transition)
    }

    private mutating func move(_ transition: BreakerTransition?) -> String? {
        guard let transition else { return nil }
        openUntil = transition.openDuration.map { now.advanced(by: $0) }
        if (transition.openDuration != nil) != (transition.to == .open) { return "an open time of what is not open" }
        return ledger.move(transition.from, transition.to, openFor: transition.openDuration, configuration)?.1
    }

    /// A breaker that refuses says when it will not, or waits for somebody who will tell it.
    private func stuck() -> String? {
        if state.status != ledger.status {
            return "is \(state.status.rawValue), having moved to \(ledger.status.rawValue)"
        }
        if state.totals[.late] != ledger.settled[.late] ?? 0 { return "counts other late results than there were" }
        guard !state.wouldAdmit(at: now) else { return nil }
        if ledger.hasTrialLeft(configuration) { return "refuses a trial that is left" }
        return state.nextDeadline == nil ? "refuses, and nothing will end that" : nil
    }
}
