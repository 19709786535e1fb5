import Resilience

/// One client: its patterns, the real ones, on the simulation's clock, and its calls in flight.
final class SimulatedClient {
    let index: Int32
    let group: Int
    let rules: ClientRules
    var random: RandomSource
    var arrivals: Arrivals

    let endpoints: EndpointSet<Int, VirtualClock>
    let callBreaker: CircuitBreaker<VirtualClock>?
    let budget: RetryBudget<VirtualClock>?
    let throttle: Throttle<VirtualClock>?
    /// What attempts take, where something follows it.
    let latencies: LatencyTracker<VirtualClock>?
    /// Those who wait are calls, by index.
    var bulkhead: BulkheadState<Int32>?
    var adaptiveLimit: AdaptiveLimitState<VirtualInstant>?
    var lastGood: LastGoodEntries<Int, Void, VirtualInstant>
    var refreshing: Set<Int> = []
    var outliving = OutlivingCalls<Int>()

    let news = BreakerNews()
    /// Where each endpoint's breaker stands, by the news, by the endpoint's place in the world.
    var endpointStatus: [BreakerStatus]
    var callBreakerStatus = BreakerStatus.closed
    /// When the next look at what is due is planned; the end of time where none is.
    var timerAt = Int64.max
    /// Probes whose result is not yet known.
    var probesUnderWay = 0
    var callsUnderWay = 0

    init(
        index: Int32,
        group place: Int,
        _ group: ClientGroup,
        _ rules: ClientRules,
        of world: World,
        _ clock: VirtualClock
    ) {
        self.index = index
        self.group = place
        self.rules = rules
        random = RandomSource(seed: world.seed, stream: UInt64(index))
        arrivals = Arrivals(group.arrivals, using: &random)
        let policy = rules.policy
        let news = news
        endpoints = EndpointSet(
            name: "backend",
            configuration: policy.endpointBreaker,
            outliers: policy.outliers,
            clock: clock
        ) { news.note($1, of: $0) }
        endpoints.update(group.endpoints ?? Array(world.endpoints.indices))
        endpointStatus = Array(repeating: .closed, count: world.endpoints.count)
        callBreaker =
            rules.isFull || policy.mode == .breaker
            ? CircuitBreaker(name: "backend", configuration: policy.callBreaker, clock: clock) {
                news.note($0.transition, of: nil)
            } : nil
        budget = rules.isFull ? RetryBudget(policy.budget, clock: clock) : nil
        throttle =
            rules.isFull ? policy.throttle.map { Throttle(name: "backend", configuration: $0, clock: clock) } : nil
        latencies = rules.slowCall == nil && rules.hedgeAfter == nil ? nil : LatencyTracker(clock: clock)
        lastGood = LastGoodEntries(capacity: policy.fallback.capacity)
        guard rules.isFull else { return }
        var bulkhead = BulkheadState<Int32>(policy.bulkhead)
        if let adaptive = policy.adaptiveLimit {
            let state = AdaptiveLimitState<VirtualInstant>(adaptive, at: .start)
            var resized = policy.bulkhead
            resized.maxConcurrent = state.limit
            _ = bulkhead.reconfigure(resized)
            adaptiveLimit = state
        }
        self.bulkhead = bulkhead
    }

    /// From which duration on an attempt is slow now; nil where none is.
    var slowCall: Duration? { latencies.flatMap { rules.slowCall?.duration(from: $0) } }

    /// Whether anything would admit an attempt.
    var canContinue: Bool { !rules.isFull || endpoints.admits }
}
