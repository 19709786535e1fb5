import Resilience
import TestSupport
import Testing

@Suite("Deadlines through layers", .timeLimit(.minutes(1)))
struct DeadlineNarrowingTests {
    private let make = PolicyFixtures()

    private func remaining(
        _ policy: some Policy<ManualClock>,
        deadline: Int? = nil
    ) async throws -> Duration? {
        let clock = make.clock
        return try await policy.run(deadline: deadline.map { .after(.seconds($0), on: clock) }) { call in
            call.deadline?.remaining(at: clock.now)
        }
    }

    @Test("The operation sees the earliest deadline of all")
    func earliest() async throws {
        #expect(try await remaining(make.retry()) == nil)
        #expect(try await remaining(make.retry(), deadline: 9) == .seconds(9))
        #expect(try await remaining(make.deadline(5), deadline: 9) == .seconds(5))
        #expect(try await remaining(make.deadline(5), deadline: 3) == .seconds(3))
        #expect(try await remaining(make.deadline(5).around(make.deadline(7))) == .seconds(5))
        #expect(try await remaining(make.deadline(5).around(make.timeout(2))) == .seconds(2))
        #expect(try await remaining(make.timeout(2).around(make.deadline(5))) == .seconds(2))
        #expect(try await remaining(make.timeout(5), deadline: 3) == .seconds(3))
    }

    @Test("A deadline that has come makes no call")
    func passed() async {
        let clock = make.clock
        let policies: [any Policy<ManualClock>] = [
            make.deadline(0), make.deadline(-1), make.deadline(5), make.timeout(5),
        ]
        for policy in policies {
            let failure = await make.failure(of: policy, deadline: .after(.zero, on: clock)) { _ in
                Issue.record("a call was made")
            }
            #expect(failure?.kind == .deadline)
        }
    }

    @Test("A timeout says whether its own limit or the deadline was over", arguments: [(2, 5), (5, 2)])
    func whose(limit: Int, deadline: Int) async {
        let make = make
        async let failure = make.failure(of: make.deadline(deadline).around(make.timeout(limit))) { _ in
            try await make.hang()
        }
        await make.clock.waitForSleepers(2)
        make.clock.advance(by: .seconds(2))
        #expect(await failure?.kind == (limit < deadline ? .timedOut : .deadline))
    }

    @Test("A layer that finds the timeout's limit over before the alarm rings fails by it, not by the call's deadline")
    func beforeTheAlarm() async {
        let base = ManualClock()
        let clock = LateClock(base: base)
        let policy = Timeout(.seconds(1), clock: clock).around(DeadlinePolicy(.seconds(9), clock: clock))
        let kinds = Recorder<PolicyError.Kind>()
        let result: Result<Int, PolicyError> = await policy.execute(PolicyCall()) { _ in
            base.advance(by: .seconds(1))
            return .failure(.deadline)
        }
        if case .failure(let failure) = result { kinds.record(failure.kind) }
        #expect(kinds.all == [.timedOut])
    }

    @Test("A retry makes no attempt that could not begin before the deadline")
    func retryStops() async {
        let clock = make.clock
        var policy = RetryPolicy()
        policy.backoff.jitter = .none
        let attempts = Recorder<Int>()
        async let failure = make.failure(of: make.deadline(3).around(Retry(policy, clock: clock))) { call in
            attempts.record(call.attempt)
            throw PlainFailure()
        }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        #expect(await failure?.kind == .operation)
        #expect(attempts.all == [1, 2])
    }

    @Test("Attempts that time out are tried again while the call's deadline lies ahead")
    func attemptTimeouts() async {
        let make = make
        let attempts = Recorder<Int>()
        async let failure = make.failure(of: make.deadline(5).around(make.retry()).around(make.timeout(2))) { call in
            attempts.record(call.attempt)
            try await make.hang()
        }
        for wait in [2, 2, 1] {
            await make.clock.waitForSleepers(2)
            make.clock.advance(by: .seconds(wait))
        }
        #expect(await failure?.kind == .deadline)
        #expect(attempts.all == [1, 2, 3])
    }

    @Test("Waiting for a place in a bulkhead spends the deadline")
    func bulkheadWait() async {
        let make = make
        let bulkhead = make.bulkhead(queue: 1)
        let permit = bulkhead.tryAcquire()
        async let failure = make.failure(of: make.deadline(1).around(bulkhead)) { _ in 0 }
        await make.clock.waitForSleepers()
        make.clock.advance(by: .seconds(1))
        guard case .bulkhead(.deadline)? = await failure else {
            Issue.record("no bulkhead rejection")
            return
        }
        permit?.release()
        #expect(bulkhead.snapshot().inFlight == 0)
    }
}
