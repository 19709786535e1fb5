import Resilience
import TestSupport
import Testing

@Suite("Retry", .timeLimit(.minutes(1)))
struct RetryTests {
    private let clock = ManualClock()

    private var policy: RetryPolicy {
        var policy = RetryPolicy()
        policy.backoff.jitter = .none
        return policy
    }

    /// Advances the clock past each expected wait.
    private func elapse(_ seconds: [Int]) async {
        for wait in seconds {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(wait))
        }
    }

    private func run(
        _ retry: Retry<ManualClock>,
        deadline: Deadline<ManualClock>? = nil,
        waits: [Int] = [],
        canContinue: @escaping @Sendable () -> Bool = { true },
        events: Recorder<RetryEvent> = Recorder(),
        _ operation: @escaping @Sendable (Int) async -> AttemptVerdict<String, Int>
    ) async -> RetryResult<String, Int> {
        async let result = {
            var generator = SeededGenerator(seed: 1)
            return await retry.run(
                deadline: deadline,
                using: &generator,
                canContinue: canContinue,
                onEvent: { events.record($0) },
                operation
            )
        }()
        await elapse(waits)
        return await result
    }

    @Test("A first success is one attempt and no wait")
    func first() async {
        let result = await run(Retry(policy, clock: clock)) { _ in .success("yes") }
        #expect(result.outcome == .first)
        #expect(result.attempts == 1)
        #expect(result.success == "yes")
    }

    @Test("Attempts and waits come in order, and a later success is a success")
    func retried() async {
        let events = Recorder<RetryEvent>()
        let result = await run(Retry(policy, clock: clock), waits: [1, 2], events: events) { attempt in
            attempt == 3 ? .success("third") : .failure(attempt, RetryableFailure())
        }
        #expect(result.outcome == .retried)
        #expect(result.attempts == 3)
        #expect(result.success == "third")
        #expect(
            events.all == [
                .attempt(1), .waiting(.seconds(1), before: 2), .attempt(2), .waiting(.seconds(2), before: 3),
                .attempt(3),
            ]
        )
        #expect(clock.now.offset == .seconds(3))
    }

    @Test("When every attempt fails the last real failure is returned")
    func exhausted() async {
        let result = await run(Retry(policy, clock: clock), waits: [1, 2, 4]) { .failure($0, RetryableFailure()) }
        #expect(result.outcome == .exhausted)
        #expect(result.attempts == 4)
        #expect(result.failure == 4)
    }

    @Test("It stops where the next wait would reach the deadline")
    func deadline() async {
        let deadline = Deadline.after(.seconds(3), on: clock)
        let result = await run(Retry(policy, clock: clock), deadline: deadline, waits: [1]) {
            .failure($0, RetryableFailure())
        }
        #expect(result.outcome == .deadline)
        #expect(result.attempts == 2)
        #expect(clock.now.offset == .seconds(1))
    }

    @Test("A failure that must not be retried ends the call")
    func notRetryable() async {
        let result = await run(Retry(policy, clock: clock)) { .failure($0, .final) }
        #expect(result.outcome == .notRetryable)
        #expect(result.failure == 1)
    }

    @Test("An attempt may end the call itself", arguments: RetryStopReason.allCases)
    func stop(reason: RetryStopReason) async {
        let result = await run(Retry(policy, clock: clock)) { .stop($0, reason) }
        #expect(result.outcome.rawValue == reason.rawValue)
        #expect(result.attempts == 1)
    }

    @Test("An empty budget ends the call at once with its last failure")
    func budget() async {
        let budget = RetryBudget(clock: clock)
        while budget.withdraw(.overload) {}
        let result = await run(Retry(policy, budget: budget, clock: clock)) { .failure($0, RetryableFailure()) }
        #expect(result.outcome == .budget)
        #expect(result.attempts == 1)
        #expect(clock.now.offset == .zero)
    }

    @Test("Each call deposits once and pays for each retry")
    func pays() async {
        let budget = RetryBudget(clock: clock)
        while budget.withdraw(.overload) {}
        for _ in 0..<15 { budget.deposit() }
        let before = budget.tokens
        let result = await run(Retry(policy, budget: budget, clock: clock), waits: [1, 2]) { attempt in
            attempt == 3 ? .success("") : .failure(attempt, RetryableFailure())
        }
        #expect(result.outcome == .retried)
        #expect(abs(budget.tokens - (before + 0.2 - 2)) < 1e-9)
    }

    @Test("It does not sleep when nothing admits an attempt")
    func nothingAdmits() async {
        let result = await run(Retry(policy, clock: clock), canContinue: { false }) { .failure($0, RetryableFailure()) }
        #expect(result.outcome == .noEndpoint)
        #expect(result.attempts == 1)
        #expect(clock.now.offset == .zero)
    }

    @Test("It makes no attempt after a wait in which the last endpoint went")
    func nothingAdmitsAfterWait() async {
        let clock = clock
        let result = await run(
            Retry(policy, clock: clock),
            waits: [1],
            canContinue: { clock.now.offset == .zero }
        ) { .failure($0, RetryableFailure()) }
        #expect(result.outcome == .noEndpoint)
        #expect(result.attempts == 1)
    }

    @Test("Cancelling ends a wait at once")
    func cancelledWhileWaiting() async {
        let retry = Retry(policy, clock: clock)
        let call = Task {
            var generator = SeededGenerator(seed: 1)
            return await retry.run(using: &generator) { attempt -> AttemptVerdict<String, Int> in
                .failure(attempt, RetryableFailure())
            }
        }
        await clock.waitForSleepers()
        call.cancel()
        let result = await call.value
        #expect(result.outcome == .cancelled)
        #expect(result.failure == 1)
        #expect(clock.sleeperCount == 0)
    }

    @Test("A caller who is gone gets no further attempt")
    func cancelledDuringAttempt() async {
        let retry = Retry(policy, clock: clock)
        let call = Task {
            var generator = SeededGenerator(seed: 1)
            return await retry.run(using: &generator) { attempt -> AttemptVerdict<String, Int> in
                withUnsafeCurrentTask { $0?.cancel() }
                return .failure(attempt, RetryableFailure())
            }
        }
        #expect(await call.value.outcome == .cancelled)
        #expect(await call.value.attempts == 1)
    }
}

extension RetryResult {
    fileprivate var success: Success? {
        if case .success(let value) = value { value } else { nil }
    }

    fileprivate var failure: Failure? {
        if case .failure(let value) = value { value } else { nil }
    }
}
