import Resilience
import Synchronization
import TestSupport
import Testing

/// Random layers in a random order with random outcomes: whatever happens, each permit is given back exactly once.
@Suite("Random compositions", .timeLimit(.minutes(2)))
struct RandomCompositionTests {
    /// How many calls reached a layer.
    private struct Counting: Policy {
        final class Count: Sendable {
            let value = Atomic<Int>(0)
        }

        let count = Count()

        func execute<Value: Sendable>(
            _ call: PolicyCall<ManualClock>,
            _ operation: @Sendable (PolicyCall<ManualClock>) async -> Result<Value, PolicyError>
        ) async -> Result<Value, PolicyError> {
            count.value.add(1, ordering: .relaxed)
            return await operation(call)
        }

        var calls: Int { count.value.load(ordering: .relaxed) }
    }

    private struct Composition {
        let make = PolicyFixtures()
        var layers: [any Policy<ManualClock>] = []
        var breakers: [(breaker: CircuitBreaker<ManualClock>, reached: Counting)] = []
        var bulkheads: [Bulkhead<ManualClock>] = []
        var retries: [(budget: RetryBudget<ManualClock>, calls: Counting, attempts: Counting)] = []

        static let minimumCapacity = 2.0
        static let depositPerCall = 0.2

        init(using generator: inout SeededGenerator) {
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: addBreaker(failures: Int.random(in: 1...4, using: &generator))
                case 1: addRetry(attempts: Int.random(in: 1...4, using: &generator))
                case 2:
                    let queue = Int.random(in: 0...2, using: &generator)
                    bulkheads.append(make.bulkhead(Int.random(in: 1...3, using: &generator), queue: queue))
                    layers.append(bulkheads[bulkheads.count - 1])
                case 3: layers.append(make.limiter(burst: Int.random(in: 1...8, using: &generator)))
                case 4: layers.append(make.timeout(Int.random(in: 1...3, using: &generator)))
                default: layers.append(make.deadline(Int.random(in: 0...3, using: &generator)))
                }
            }
        }

        private mutating func addBreaker(failures: Int) {
            let (breaker, reached) = (make.breaker(failures: failures), Counting())
            breakers.append((breaker, reached))
            layers += [reached, breaker] as [any Policy<ManualClock>]
        }

        private mutating func addRetry(attempts: Int) {
            var configuration = RetryBudgetConfiguration()
            configuration.minimumCapacity = Self.minimumCapacity
            configuration.depositPerCall = Self.depositPerCall
            let budget = RetryBudget(configuration, clock: make.clock)
            let (before, after) = (Counting(), Counting())
            retries.append((budget, before, after))
            layers += [before, make.retry(attempts: attempts, budget: budget), after] as [any Policy<ManualClock>]
        }
    }

    /// One attempt of a call.
    private static func attempt(_ outcome: Int, _ clock: ManualClock) async throws {
        switch outcome {
        case 0: throw PlainFailure()
        case 1: throw KnownFailure(callOutcome: .ignored, retryableFailure: .final)
        case 2: throw CancellationError()
        case 3:
            // Time passes: whether an alarm or the return comes first is left to chance.
            clock.advance(by: .seconds(1))
            await Task.yield()
        case 4:
            clock.advance(by: .seconds(30))
            throw PlainFailure()
        case 5: throw KnownFailure(retryableFailure: RetryableFailure(retryAfter: .zero))
        default: await Task.yield()
        }
    }

    @Test("Every permit is settled once: breakers' totals add up, bulkheads are empty, budgets hold")
    func everyPermitOnce() async {
        for seed in 0..<1500 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let composition = Composition(using: &generator)
            let clock = composition.make.clock
            let pipeline = Pipeline(name: "p", layers: composition.layers)
            for _ in 0..<3 {
                let calls = (0..<3).map { _ in
                    (0..<8).map { _ in Int.random(in: 0..<9, using: &generator) }
                }
                let cancels = Int.random(in: 0..<4, using: &generator) == 0
                await withTaskGroup { group in
                    for outcomes in calls {
                        group.addTask {
                            _ = await composition.make.failure(of: pipeline) { call in
                                try await Self.attempt(outcomes[call.attempt - 1], clock)
                            }
                        }
                    }
                    if cancels { group.cancelAll() }
                }
            }
            expectSettled(composition, seed)
        }
    }

    private func expectSettled(_ composition: Composition, _ seed: UInt64) {
        #expect(composition.make.clock.sleeperCount == 0, "seed \(seed)")
        composition.make.clock.advance(by: .seconds(30))
        for (breaker, reached) in composition.breakers {
            let totals = breaker.snapshot().totals
            let settled = BreakerCallResult.allCases.reduce(0) { $0 + totals[$1] }
            #expect(settled == reached.calls, "seed \(seed)")
            // A permit that was never given back would keep a half-open breaker shut for good.
            #expect(breaker.wouldAdmit, "seed \(seed)")
        }
        for bulkhead in composition.bulkheads {
            let snapshot = bulkhead.snapshot()
            #expect(snapshot.inFlight == 0 && snapshot.queued == 0, "seed \(seed)")
        }
        for (budget, calls, attempts) in composition.retries {
            let bound = Composition.minimumCapacity + Composition.depositPerCall * Double(calls.calls)
            #expect(Double(attempts.calls - calls.calls) <= bound, "seed \(seed)")
            #expect(budget.tokens >= 0, "seed \(seed)")
        }
    }
}
