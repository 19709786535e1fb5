public import Resilience

/// One call's attempts, with every failure and every reason to stop.
public struct ExploredRetry: ExploredMachine {
    private enum Event: Int, CaseIterable {
        case transient, overload, retryAfter, final, nobodyAdmits, noBudget, time
    }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let attempt: Int
        let rest: Duration
        let isOver: Bool
    }

    private var state: RetryState<VirtualInstant>
    private let policy: RetryPolicy
    private let deadline: VirtualInstant
    private var now = VirtualInstant.start
    private var isOver = false
    private var random = RandomSource(seed: 1)

    /// A call whose first attempt is under way.
    public init(_ policy: RetryPolicy, deadline: Duration) {
        self.policy = policy
        self.deadline = VirtualInstant.start.advanced(by: deadline)
        state = RetryState(policy, deadline: self.deadline)
    }

    /// Seven.
    public static var eventCount: Int { Event.allCases.count }

    /// What a caller can see.
    public var fingerprint: Fingerprint {
        Fingerprint(attempt: state.attempt, rest: now.duration(to: deadline), isOver: isOver)
    }

    /// Plays an event: an attempt fails, or takes time.
    public mutating func play(_ event: Int) -> ExplorationStep {
        let event = Event.allCases[event]
        guard !isOver else { return .impossible }
        if event == .time {
            now = now.advanced(by: policy.backoff.base)
            return .sound
        }
        var failure = RetryableFailure(cost: event == .transient ? .transient : .overload)
        if event == .retryAfter { failure.retryAfter = policy.backoff.cap * 2 }
        if event == .final { failure = .final }
        let before = state.attempt
        var paid: [RetryableFailure.Cost] = []
        let decision = state.next(
            after: failure,
            at: now,
            canContinue: { event != .nobodyAdmits },
            using: &random
        ) { cost in
            paid.append(cost)
            return event != .noBudget
        }
        switch decision {
        case .stop:
            isOver = true
            if !paid.isEmpty, event != .noBudget { return .broken("paid for a retry that is not made") }
            return state.attempt == before ? .sound : .broken("counted an attempt that is not made")
        case .retry(let delay):
            now = now.advanced(by: delay)
            if paid != [failure.cost] { return .broken("paid \(paid) for a \(failure.cost.rawValue)") }
            if state.attempt != before + 1 || state.attempt > policy.maxAttempts {
                return .broken("attempt \(state.attempt)")
            }
            if now >= deadline { return .broken("an attempt after the deadline") }
            if event == .final || event == .nobodyAdmits { return .broken("went on after \(event)") }
            let least = event == .retryAfter && policy.honorsRetryAfter ? policy.backoff.cap * 2 : .zero
            let most = max(least, policy.backoff.cap)
            return delay >= least && delay <= most ? .sound : .broken("waits \(delay)")
        }
    }
}
