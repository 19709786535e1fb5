import Resilience
import TestSupport
import Testing

@Suite("Composition", .timeLimit(.minutes(1)))
struct CompositionTests {
    private let make = PolicyFixtures()
    private let trace = Recorder<String>()

    private func tracer(_ name: String) -> Tracer { Tracer(name: name, trace: trace) }

    @Test("The leftmost layer is outermost, composed or in a pipeline, and however composition is nested")
    func order() async throws {
        let expected = ["> a", "> b", "> c", "call", "< c", "< b", "< a"]
        let flat = tracer("a").around(tracer("b")).around(tracer("c"))
        let nested = tracer("a").around(tracer("b").around(tracer("c")))
        let pipeline = Pipeline(name: "p", layers: [tracer("a"), tracer("b"), tracer("c")])
        let policies: [any Policy<ManualClock>] = [flat, nested, pipeline]
        for policy in policies {
            let before = trace.all.count
            let value = try await policy.run { _ in
                trace.record("call")
                return 7
            }
            #expect(value == 7)
            #expect(Array(trace.all.dropFirst(before)) == expected)
        }
    }

    @Test("A pipeline without layers lets every call through")
    func empty() async throws {
        #expect(try await Pipeline<ManualClock>(name: "p", layers: []).run { call in call.attempt } == 1)
    }

    @Test("A retry repeats what is inside it, and numbers the attempts")
    func repetition() async throws {
        let policy = tracer("out").around(make.retry()).around(tracer("in"))
        let attempt = try await policy.run { call in
            if call.attempt < 3 { throw PlainFailure() }
            return call.attempt
        }
        #expect(attempt == 3)
        #expect(trace.all == ["> out", "> in", "< in", "> in", "< in", "> in", "< in", "< out"])
    }

    @Test("The operation's error comes out as it went in, after the last attempt")
    func operationError() async {
        let failure = await make.failure(of: make.retry(attempts: 3)) { _ in
            trace.record("call")
            throw PlainFailure()
        }
        guard case .operation(is PlainFailure)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(trace.all.count == 3)
    }

    @Test("An open breaker ends the call at once and says when to come back")
    func openBreaker() async {
        let breaker = make.breaker(failures: 2)
        let failure = await make.failure(of: make.retry().around(breaker)) { _ in
            trace.record("call")
            throw PlainFailure()
        }
        guard case .breaker(let rejection)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(rejection.reason == .open)
        #expect(failure?.retryAfter == .seconds(30))
        #expect(trace.all.count == 2)
        #expect(breaker.snapshot().totals[.rejected] == 1)
    }

    @Test("A full bulkhead refuses, once: a retry around it does not ask again")
    func fullBulkhead() async throws {
        let bulkhead = make.bulkhead()
        let permit = bulkhead.tryAcquire()
        let failure = await make.failure(of: make.retry().around(bulkhead)) { _ in 0 }
        guard case .bulkhead(.full)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(bulkhead.snapshot().rejections[.full] == 1)
        permit?.release()
        #expect(await make.failure(of: bulkhead) { _ in throw PlainFailure() }?.kind == .operation)
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("An empty rate limiter refuses and says when to come back")
    func rateLimit() async {
        let limiter = make.limiter()
        #expect(await make.failure(of: limiter) { _ in 0 } == nil)
        let failure = await make.failure(of: make.retry().around(limiter)) { _ in 0 }
        #expect(failure?.kind == .rateLimited)
        #expect(failure?.retryAfter == .seconds(1))
        #expect(limiter.limitedCount == 1)
    }

    @Test("A retry pays from its budget, and ends where that is empty")
    func budget() async {
        var configuration = RetryBudgetConfiguration()
        configuration.minimumCapacity = 1
        let budget = RetryBudget(configuration, clock: make.clock)
        let outcomes = Recorder<RetryCallOutcome>()
        let layer = RetryLayer(
            make.retry(budget: budget),
            generator: { SeededGenerator(seed: 1) },
            onEvent: { if case .attempt(let number) = $0 { trace.record("\(number)") } },
            onEnd: { outcomes.record($0) }
        )
        _ = await make.failure(of: layer) { _ in throw PlainFailure() }
        #expect(trace.all == ["1", "2"])
        #expect(outcomes.all == [.budget])
    }

    @Test("The same seed waits the same times")
    func seededJitter() async {
        var policy = RetryPolicy()
        policy.maxAttempts = 2
        policy.backoff.jitter = .full
        var waits: [Duration] = []
        for _ in 0..<2 {
            let events = Recorder<RetryEvent>()
            let layer = RetryLayer(
                Retry(policy, clock: make.clock),
                generator: { SeededGenerator(seed: 42) },
                onEvent: { events.record($0) }
            )
            async let failure = make.failure(of: layer) { _ in throw PlainFailure() }
            await make.clock.waitForSleepers()
            make.clock.advance(by: .seconds(1))
            _ = await failure
            for case .waiting(let wait, _) in events.all { waits.append(wait) }
        }
        #expect(waits.count == 2 && waits.first == waits.last)
        #expect(waits.allSatisfy { $0 > .zero && $0 < .seconds(1) })
    }

    @Test("A trial of a half-open breaker is one attempt")
    func trial() async {
        let breaker = make.breaker(failures: 1)
        let policy = breaker.around(make.retry())
        let attempts = Recorder<Bool>()
        for wait in [0, 30] {
            make.clock.advance(by: .seconds(wait))
            _ = await make.failure(of: policy) { call in
                attempts.record(call.isTrial)
                throw PlainFailure()
            }
        }
        #expect(attempts.all == [false, false, false, false, true])
        #expect(breaker.status == .open)
    }
}
