import Resilience
import TestSupport
import Testing

/// What the layers make of each other's failures: the semantics of "Why two breakers", and who is to blame for what.
@Suite("How layers settle", .timeLimit(.minutes(1)))
struct SettlementTests {
    private let make = PolicyFixtures()

    /// Makes many calls, of whose attempts 60 % fail at random.
    private func randomErrors(through policy: some Policy<ManualClock>, calls: Int) async -> Int {
        var generator = SeededGenerator(seed: 7)
        var successes = 0
        for _ in 0..<calls {
            let draws = (0..<4).map { _ in Double.random(in: 0..<1, using: &generator) }
            let failure = await make.failure(of: policy) { call in
                if draws[call.attempt - 1] < 0.6 { throw PlainFailure() }
            }
            if failure == nil { successes += 1 }
        }
        return successes
    }

    @Test("A breaker outside a retry rides out random errors; inside, it counts attempts and opens")
    func twoBreakers() async {
        let outside = make.breaker()
        let inside = make.breaker()
        // 1 − 0.6⁴ = 0.87 of the calls can succeed.
        #expect(await randomErrors(through: outside.around(make.retry()), calls: 100) > 80)
        #expect(outside.status == .closed)
        #expect(outside.snapshot().totals[.rejected] == 0)
        #expect(await randomErrors(through: make.retry().around(inside), calls: 100) < 80)
        #expect(inside.status == .open)
        #expect(inside.snapshot().totals[.rejected] > 0)
    }

    @Test("A breaker outside a retry counts a call, however many attempts it took")
    func callsAndAttempts() async {
        let (outer, inner) = (make.breaker(), make.breaker())
        _ = await make.failure(of: outer.around(make.retry(attempts: 3)).around(inner)) { _ in throw PlainFailure() }
        #expect(outer.snapshot().totals[.failure] == 1)
        #expect(inner.snapshot().totals[.failure] == 3)
    }

    @Test("What a layer within refused says nothing about the dependency, and gives a trial's permit back")
    func refusals() async {
        let open = make.breaker()
        open.force(.forceOpen)
        let full = make.bulkhead()
        let place = full.tryAcquire()
        let empty = make.limiter()
        _ = empty.acquire()
        for layer: any Policy<ManualClock> in [open, full, empty] {
            let outer = make.breaker(failures: 1)
            _ = await make.failure(of: outer) { _ in throw PlainFailure() }
            outer.recover()
            for _ in 0..<3 {
                _ = await make.failure(of: Pipeline(name: "p", layers: [outer, layer])) { _ in 0 }
                #expect(outer.status == .halfOpen)
            }
            #expect(outer.snapshot().totals[.ignored] == 3)
            #expect(await make.failure(of: outer) { _ in 0 } == nil)
            #expect(outer.status == .closed)
        }
        place?.release()
    }

    @Test("An error that says how it counts is obeyed")
    func classified() async {
        let breaker = make.breaker(failures: 1)
        let attempts = Recorder<Int>()
        for outcome in [CallOutcome.success, .ignored, .cancelled, .failure] {
            #expect(breaker.status == .closed)
            let failure = await make.failure(of: breaker.around(make.retry())) { call in
                attempts.record(call.attempt)
                throw KnownFailure(callOutcome: outcome, retryableFailure: .final)
            }
            #expect(failure?.kind == .operation)
        }
        #expect(breaker.status == .open)
        #expect(attempts.all == [1, 1, 1, 1])
        for result in [BreakerCallResult.success, .ignored, .cancelled, .failure] {
            #expect(breaker.snapshot().totals[result] == 1)
        }
    }

    // MARK: Cancellation and expiry

    @Test("The caller's cancellation is neutral in every layer")
    func cancellation() async {
        let make = make
        let (outer, inner, bulkhead) = (make.breaker(failures: 1), make.breaker(failures: 1), make.bulkhead())
        let policy = outer.around(make.timeout(5)).around(make.retry()).around(inner).around(bulkhead)
        let task = Task { await make.failure(of: policy) { _ in try await make.hang() } }
        await make.clock.waitForSleepers(2)
        task.cancel()
        #expect(await task.value?.kind == .cancelled)
        for breaker in [outer, inner] {
            #expect(breaker.status == .closed)
            #expect(breaker.snapshot().totals[.cancelled] == 1)
        }
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("A call cancelled while it waits for a retry is cancelled, whatever failed before")
    func cancelledBackoff() async {
        let make = make
        let breaker = make.breaker(failures: 1)
        let policy = breaker.around(Retry(clock: make.clock))
        let task = Task { await make.failure(of: policy) { _ in throw PlainFailure() } }
        await make.clock.waitForSleepers()
        task.cancel()
        #expect(await task.value?.kind == .cancelled)
        #expect(breaker.snapshot().totals[.cancelled] == 1)
    }

    @Test("A call cancelled in a bulkhead's queue is cancelled; one whose time was over there was rejected")
    func bulkheadQueue() async {
        let make = make
        for expires in [false, true] {
            let bulkhead = make.bulkhead(queue: 1)
            let place = bulkhead.tryAcquire()
            // The layer between hides the deadline, so that only the timeout ends the wait.
            let policy = make.timeout(2).around(DeadlineHiding()).around(bulkhead)
            let task = Task { await make.failure(of: policy) { _ in 0 } }
            await make.clock.waitForSleepers()
            while bulkhead.snapshot().queued == 0 { await Task.yield() }
            if expires { make.clock.advance(by: .seconds(2)) } else { task.cancel() }
            #expect(await task.value?.kind == (expires ? .timedOut : .cancelled))
            #expect(bulkhead.snapshot().queued == 0)
            place?.release()
        }
    }

    @Test("A timeout outside a breaker is a failure to it, though it ends in a cancellation", arguments: [true, false])
    func timeoutOutside(heeds: Bool) async {
        let make = make
        let (outer, inner) = (make.breaker(failures: 1), make.breaker(failures: 1))
        async let failure = make.failure(of: outer.around(make.timeout(2)).around(inner)) { _ in
            do {
                try await make.hang()
            } catch  where !heeds {
                // A value that nobody waits for any more.
            }
        }
        await make.clock.waitForSleepers(2)
        make.clock.advance(by: .seconds(2))
        #expect(await failure?.kind == .timedOut)
        for breaker in [outer, inner] {
            #expect(breaker.status == .open)
            #expect(breaker.snapshot().totals[.failure] == 1)
        }
    }

    @Test("Of nested timeouts the one that was over is the one that failed", arguments: [(2, 5), (5, 2)])
    func nestedTimeouts(outer: Int, inner: Int) async {
        let make = make
        let (middle, innermost) = (make.breaker(failures: 1), make.breaker(failures: 1))
        let policy = make.timeout(outer).around(middle).around(make.timeout(inner)).around(innermost)
        async let failure = make.failure(of: policy) { _ in try await make.hang() }
        await make.clock.waitForSleepers(3)
        make.clock.advance(by: .seconds(2))
        #expect(await failure?.kind == .timedOut)
        #expect(middle.status == .open)
        #expect(innermost.status == .open)
    }
}

/// Hides a call's deadline from the layers within.
private struct DeadlineHiding: Policy {
    func execute<Value: Sendable>(
        _ call: PolicyCall<ManualClock>,
        _ operation: @Sendable (PolicyCall<ManualClock>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        var call = call
        call.deadline = nil
        return await operation(call)
    }
}
