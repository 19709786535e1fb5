import Resilience
import Simulation
import Testing

/// Every sequence of events up to a depth, on small configurations. `SIMULATION_DEPTH` adds to the depths.
@Suite("Exploration of the state machines")
struct ExplorationTests {
    private static let extra = TestEnvironment.number("SIMULATION_DEPTH") ?? 0

    private func explore<Machine: ExploredMachine & ~Copyable>(_ name: String, depth: Int, _ make: () -> Machine) {
        let found = Exploration.of(depth: depth + Self.extra, make)
        print("explored \(name): \(found.sequences) sequences, \(found.steps) steps, \(found.states) states")
        #expect(found.failure == nil, "\(name)")
        #expect(found.states > 1)
    }

    @Test("Breakers", arguments: BreakerCase.allCases)
    func breaker(_ breaker: BreakerCase) {
        explore("breaker, \(breaker)", depth: 5) { ExploredBreaker(breaker.configuration) }
    }

    enum BreakerCase: CaseIterable {
        case oneTrial, twoTrials, ratioOfTrials, ratioOverTime, ratioOverCalls, growing

        var configuration: CircuitBreakerConfiguration {
            var breaker = CircuitBreakerConfiguration()
            breaker.openDuration = .milliseconds(100)
            breaker.halfOpenTimeout = .milliseconds(150)
            breaker.tripRule = .consecutiveFailures(1)
            switch self {
            case .oneTrial: break
            case .twoTrials: (breaker.halfOpenMaxCalls, breaker.halfOpenRule) = (2, .successes(2))
            case .ratioOfTrials: (breaker.halfOpenMaxCalls, breaker.halfOpenRule) = (2, .failureRatio(0.5))
            case .ratioOverTime:
                breaker.tripRule = .all([.consecutiveFailures(1), .failureRatio(0.5)])
                breaker.minimumCalls = 2
                breaker.window = .time(.milliseconds(150))
            case .ratioOverCalls:
                breaker.tripRule = .failureRatio(0.5)
                breaker.minimumCalls = 2
                breaker.window = .calls(2)
            case .growing:
                breaker.openDurationGrowth = 2
                breaker.maximumOpenDuration = .milliseconds(300)
            }
            return breaker
        }
    }

    @Test("Bulkheads", arguments: [(1, 0), (1, 2), (2, 1), (2, 2)])
    func bulkhead(places: Int, queue: Int) {
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = places
        configuration.maxQueue = queue
        explore("bulkhead, \(places) places, \(queue) in the queue", depth: 6) { ExploredBulkhead(configuration) }
    }

    @Test("Retry budgets", arguments: [(0.2, 1.0), (0.5, 0.0), (1.0, 2.0)])
    func budget(deposit: Double, minimum: Double) {
        var configuration = RetryBudgetConfiguration()
        configuration.depositPerCall = deposit
        configuration.minimumCapacity = minimum
        explore("budget, \(deposit) per call, \(minimum) at least", depth: 5) { ExploredBudget(configuration) }
    }

    @Test("Comparisons of endpoints", arguments: [(0.34, 1), (0.67, 1), (1.0, 2), (0.0, 1)])
    func outliers(share: Double, attempts: Int) {
        var configuration = OutlierConfiguration()
        configuration.maximumEjected = share
        configuration.minimumAttempts = attempts
        configuration.minimumEndpoints = 2
        configuration.duration = .seconds(1)
        configuration.maximumDuration = .seconds(3)
        explore("outliers, a share of \(share), \(attempts) attempts", depth: 4) { ExploredOutliers(configuration) }
    }

    @Test("Adaptive limits")
    func adaptiveLimit() {
        var configuration = AdaptiveLimitConfiguration()
        configuration.initial = 2
        configuration.maximum = 4
        configuration.minimumSamples = 1
        configuration.probeInterval = .seconds(1)
        explore("adaptive limit", depth: 6) { ExploredAdaptiveLimit(configuration) }
    }

    @Test("Retries", arguments: [Jitter.none, .full, .decorrelated], [true, false])
    func retry(jitter: Jitter, honors: Bool) {
        var policy = RetryPolicy()
        policy.maxAttempts = 3
        policy.backoff.jitter = jitter
        policy.backoff.cap = .seconds(2)
        policy.honorsRetryAfter = honors
        explore("retry, \(jitter)", depth: 5) { ExploredRetry(policy, deadline: .seconds(6)) }
    }

    @Test("Hedges")
    func hedge() { explore("hedge", depth: 4) { ExploredHedge() } }

    @Test("Throttles", arguments: [(2.0, 0.9), (1.1, 1.0), (3.0, 0.1)])
    func throttle(ratio: Double, maximum: Double) {
        var configuration = ThrottleConfiguration()
        configuration.ratio = ratio
        configuration.maximumProbability = maximum
        explore("throttle, \(ratio) to one, at most \(maximum)", depth: 5) { ExploredThrottle(configuration) }
    }

    @Test("Last good answers", arguments: [1, 2, 3])
    func lastGood(capacity: Int) {
        explore("last good answers, room for \(capacity)", depth: 5) { ExploredLastGood(capacity: capacity) }
    }

    @Test("Calls that outlive their soft timeout", arguments: [(1, 1), (1, 2), (2, 3)])
    func outlivingCalls(perKey: Int, inAll: Int) {
        explore("outliving calls, \(perKey) of a target, \(inAll) in all", depth: 7) {
            ExploredOutlivingCalls(perKey: perKey, inAll: inAll)
        }
    }

    // MARK: The explorer itself

    /// Counts up and down between 0 and 3; breaks at 3 if told to.
    private struct Counter: ExploredMachine {
        var fingerprint = 0
        var breaksAt: Int?
        static var eventCount: Int { 2 }

        mutating func play(_ event: Int) -> ExplorationStep {
            fingerprint += event == 0 ? 1 : -1
            guard fingerprint >= 0, fingerprint < 4 else { return .impossible }
            return fingerprint == breaksAt ? .broken("is \(fingerprint)") : .sound
        }
    }

    @Test("Every sequence is played, and every state is seen once")
    func explorer() {
        let found = Exploration.of(depth: 4) { Counter() }
        // Ways up and down that stay within 0 to 3, of 1, 2, 3 and 4 steps: 1 + 2 + 3 + 5, but for the one above 3.
        #expect(found.sequences == 1 + 2 + 3 + 5)
        #expect(found.states == 4)
        #expect(found.failure == nil)
    }

    @Test("What breaks is told with its shortest sequence")
    func failure() {
        let found = Exploration.of(depth: 6) { Counter(breaksAt: 2) }
        #expect(found.failure?.events == [0, 0])
        #expect(found.failure?.detail == "is 2")
    }
}
