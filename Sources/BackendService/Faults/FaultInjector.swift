import EventLoop
import ServiceKit
import Synchronization

/// The fault plan of a running service. Thread-safe.
final class FaultInjector: Sendable {
    private let plan: Mutex<FaultPlan<SplitMix64>>
    private let startedAt: EventLoopClock.Instant

    init(initial: FaultSettings, seed: UInt64?, startedAt: EventLoopClock.Instant) {
        let seed = seed ?? UInt64.random(in: .min ... .max)
        plan = Mutex(FaultPlan(settings: initial, generator: SplitMix64(seed: seed)))
        self.startedAt = startedAt
    }

    var settings: FaultSettings {
        get { plan.withLock { $0.settings } }
        set { plan.withLock { $0.settings = newValue } }
    }

    func next(isAPI: Bool, at now: EventLoopClock.Instant, override: FaultSettings?) -> FaultDecision {
        let elapsed = startedAt.duration(to: now)
        return plan.withLock { $0.next(isAPI: isAPI, elapsed: elapsed, override: override) }
    }
}
