import Resilience
import Synchronization
import TestSupport
import Testing

/// Throttle, adaptive limit and hedge as layers.
@Suite("Limits and hedges as layers", .timeLimit(.minutes(1)))
struct LimitLayerTests {
    private let make = PolicyFixtures()

    private struct Overloaded: ClassifiedFailure {}
    private struct QuickError: ClassifiedFailure {
        var retryableFailure: RetryableFailure { RetryableFailure(cost: .transient) }
    }

    @Test("A throttle inside a retry counts attempts, and refuses when most are turned away")
    func throttle() async {
        let throttle = Throttle(name: "t", clock: make.clock)
        let policy = make.retry(attempts: 2).around(throttle)
        let made = Mutex(0)
        for _ in 0..<100 {
            _ = try? await policy.run { _ in
                made.withLock { $0 += 1 }
                throw Overloaded()
            }
        }
        #expect(throttle.throttledCount > 0)
        #expect(made.withLock { $0 } < 100)
    }

    @Test("A throttled attempt is refused by its own name, is final, and no failure of the dependency")
    func throttled() async {
        let throttle = Throttle(name: "t", clock: make.clock)
        for _ in 0..<1000 { throttle.settle(isOverload: true) }
        let breaker = make.breaker(failures: 1)
        var kinds: Set<PolicyError.Kind> = []
        for _ in 0..<200 {
            do {
                try await breaker.around(throttle).run { _ in throw QuickError() }
            } catch {
                kinds.insert(error.kind)
                breaker.force(.reset)
            }
        }
        #expect(kinds == [.throttled, .operation])
        #expect(breaker.snapshot().totals[.ignored] == throttle.throttledCount)
        #expect(!PolicyError.throttled.retryableFailure.isRetryable)
    }

    @Test("Quick errors and cancellations teach a throttle no overload")
    func noOverload() async {
        let throttle = Throttle(name: "t", clock: make.clock)
        for _ in 0..<200 {
            _ = try? await throttle.run { _ in throw QuickError() }
            _ = try? await throttle.run { _ in throw CancellationError() }
        }
        #expect(throttle.throttledCount == 0)
        #expect(throttle.probability == 0)
    }

    @Test("An adaptive limit inside its bulkhead shrinks it on overload, and not on quick errors")
    func adaptiveLimit() async {
        let bulkhead = make.bulkhead(100)
        let limit = AdaptiveLimit(bulkhead: bulkhead, clock: make.clock)
        let policy = bulkhead.around(limit)
        let before = limit.limit
        for _ in 0..<50 { _ = try? await policy.run { _ in throw QuickError() } }
        #expect(limit.limit == before)
        for _ in 0..<50 {
            make.clock.advance(by: .seconds(1))
            _ = try? await policy.run { _ in throw Overloaded() }
        }
        #expect(limit.limit < before)
        #expect(bulkhead.snapshot().capacity == limit.limit)
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    // MARK: Hedge

    private func tracker() -> LatencyTracker<ManualClock> {
        let tracker = LatencyTracker(clock: make.clock)
        for _ in 0..<200 { tracker.record(.milliseconds(100)) }
        return tracker
    }

    @Test("An attempt that takes longer than most is made again, and the first good answer is used")
    func hedge() async throws {
        let results = Recorder<HedgeResult>()
        let layer = HedgeLayer(
            Hedge(clock: make.clock),
            after: .quantile(0.95, times: 1),
            latencies: tracker(),
            onResult: { results.record($0) }
        )
        let attempts = Mutex(0)
        let never = Signal()
        let call = Task {
            try await layer.run { _ in
                let number = attempts.withLock { attempts in
                    attempts += 1
                    return attempts
                }
                if number == 1 {
                    try await make.clock.sleep(until: make.clock.now.advanced(by: .seconds(3600)))
                    never.set()
                }
                return number
            }
        }
        await make.clock.waitForSleepers(2)
        make.clock.advance(by: .milliseconds(120))
        #expect(try await call.value == 2)
        #expect(results.all == [.won])
        #expect(!never.isSet)
        #expect(make.clock.sleeperCount == 0)
    }

    @Test("Without a budget left the hedge is denied")
    func denied() async throws {
        var configuration = RetryBudgetConfiguration()
        configuration.minimumCapacity = 0
        let results = Recorder<HedgeResult>()
        let layer = HedgeLayer(
            Hedge(clock: make.clock),
            after: .fixed(.milliseconds(10)),
            latencies: tracker(),
            budget: RetryBudget(configuration, clock: make.clock),
            onResult: { results.record($0) }
        )
        let call = Task {
            try await layer.run { _ in
                try await make.clock.sleep(until: make.clock.now.advanced(by: .seconds(1)))
                return 7
            }
        }
        await make.clock.waitForSleepers(2)
        make.clock.advance(by: .milliseconds(10))
        while results.all.isEmpty { await Task.yield() }
        make.clock.advance(by: .seconds(1))
        #expect(try await call.value == 7)
        #expect(results.all == [.denied])
    }

    @Test("With too few samples there is no hedge, and what succeeds is learned from")
    func learns() async throws {
        let latencies = LatencyTracker(clock: make.clock)
        let layer = HedgeLayer(Hedge(clock: make.clock), after: .quantile(0.95, times: 1), latencies: latencies)
        for _ in 0..<50 { _ = try await layer.run { _ in make.clock.advance(by: .milliseconds(5)) } }
        #expect(latencies.count == 50)
        _ = try? await layer.run { _ in throw QuickError() }
        #expect(latencies.count == 50)
    }
}
