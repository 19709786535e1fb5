import Resilience

/// A group's policy, its times in nanoseconds: read on every call.
struct ClientRules {
    let policy: ClientPolicy
    let isFull: Bool
    let attemptTimeout: Int64
    let requestTimeout: Int64
    let patience: Int64?
    let probeInterval: Double
    let probeTimeout: Int64
    let softTimeout: Int64?
    let maxWait: Int64?
    let targets: Int
    /// Only the modes with a breaker look for slow calls.
    let slowCall: LatencyThreshold?
    let hedgeAfter: LatencyThreshold?

    init(_ group: ClientGroup) {
        let policy = group.policy
        self.policy = policy
        isFull = policy.mode == .full
        attemptTimeout = policy.attemptTimeout.nanosecondsRoundedUp
        requestTimeout = policy.requestTimeout.nanosecondsRoundedUp
        patience = group.patience?.nanosecondsRoundedUp
        probeInterval = Double(policy.probeInterval.nanosecondsRoundedUp)
        probeTimeout = policy.probeTimeout.nanosecondsRoundedUp
        softTimeout = isFull ? policy.fallback.softTimeout?.nanosecondsRoundedUp : nil
        maxWait = policy.bulkhead.maxWait?.nanosecondsRoundedUp
        targets = group.targets
        slowCall = isFull || policy.mode == .breaker ? policy.slowCall : nil
        hedgeAfter = isFull ? policy.hedgeAfter : nil
    }
}
