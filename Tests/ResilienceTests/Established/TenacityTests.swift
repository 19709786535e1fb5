import Resilience
import TestSupport
import Testing

/// The cases of tenacity's own tests, on our retry.
///
/// Source: github.com/jd/tenacity, `tests/test_tenacity.py` and `tests/test_asyncio.py`.
@Suite("Established: tenacity", .timeLimit(.minutes(1)))
struct TenacityTests {
    private let clock = ManualClock()

    private static func backoff(
        _ base: Duration,
        cap: Duration,
        multiplier: Double = 2,
        _ jitter: Jitter = .none
    ) -> Backoff {
        var backoff = Backoff()
        backoff.base = base
        backoff.cap = cap
        backoff.multiplier = multiplier
        backoff.jitter = jitter
        return backoff
    }

    private static func policy(_ attempts: Int, _ backoff: Backoff) -> RetryPolicy {
        var policy = RetryPolicy()
        policy.maxAttempts = attempts
        policy.backoff = backoff
        return policy
    }

    private static let atOnce = backoff(.zero, cap: .zero)

    // MARK: Stop conditions

    struct Stop: Sendable {
        var attempt: Int
        var elapsed: Duration
        var wait: Duration = .zero
        var reason: RetryStopReason?
    }

    // Source: test_stop_any, test_stop_or, test_stop_after_attempt, test_stop_after_delay, test_stop_before_delay. Our
    // policy is their `stop_before_delay(1) | stop_after_attempt(4)`. There is no `stop_all`: either bound is hard.
    @Test(
        "It stops by attempts or by time, whichever comes first; the next wait counts as time",
        arguments: [
            Stop(attempt: 1, elapsed: .milliseconds(100)),
            Stop(attempt: 2, elapsed: .milliseconds(200)),
            Stop(attempt: 2, elapsed: .milliseconds(800)),
            Stop(attempt: 4, elapsed: .milliseconds(800), reason: .exhausted),
            Stop(attempt: 3, elapsed: .milliseconds(1800), reason: .deadline),
            Stop(attempt: 4, elapsed: .milliseconds(1800), reason: .exhausted),
            Stop(attempt: 2, elapsed: .milliseconds(999)),
            Stop(attempt: 2, elapsed: .milliseconds(1000), reason: .deadline),
            Stop(attempt: 2, elapsed: .milliseconds(1001), reason: .deadline),
            Stop(attempt: 2, elapsed: .milliseconds(999), wait: .microseconds(100)),
            Stop(attempt: 2, elapsed: .milliseconds(999), wait: .milliseconds(1), reason: .deadline),
            Stop(attempt: 2, elapsed: .milliseconds(1000), wait: .seconds(1), reason: .deadline),
        ]
    )
    func stops(row: Stop) {
        var generator = SeededGenerator(seed: 1)
        let policy = Self.policy(4, Self.backoff(row.wait, cap: row.wait))
        var state = RetryState(policy, deadline: ManualClock.Instant(offset: .seconds(1)))
        for _ in 1..<row.attempt { _ = state.next(after: .init(), at: .init(offset: .seconds(-9)), using: &generator) }
        let decision = state.next(after: .init(), at: .init(offset: row.elapsed), using: &generator)
        #expect(decision == row.reason.map { .stop($0) } ?? .retry(after: row.wait))
    }

    // MARK: Waits

    struct Waits: Sendable {
        var backoff: Backoff
        var seconds: [Int: Int]
    }

    // Source: test_fixed_sleep, test_exponential, test_exponential_with_max_wait,
    // test_exponential_with_max_wait_and_multiplier, test_wait_exponential_jitter_multiplier (tenacity's multiplier is
    // our base), test_exponential_caps_when_max_multiplier_ratio_underflows, wait_exponential_jitter(10, 5).
    @Test(
        "Fixed and exponential waits, by number of the failure",
        arguments: [
            Waits(backoff: backoff(.seconds(1), cap: .seconds(1), multiplier: 1), seconds: [1: 1, 2: 1, 12: 1]),
            Waits(
                backoff: backoff(.seconds(1), cap: .seconds(86_400)),
                seconds: [1: 1, 2: 2, 3: 4, 4: 8, 5: 16, 6: 32, 7: 64, 8: 128, 17: 65_536, 18: 86_400]
            ),
            Waits(backoff: backoff(.seconds(1), cap: .seconds(40)), seconds: [1: 1, 6: 32, 7: 40, 8: 40, 50: 40]),
            Waits(backoff: backoff(.seconds(1), cap: .seconds(50)), seconds: [1: 1, 6: 32, 7: 50, 8: 50, 50: 50]),
            Waits(backoff: backoff(.seconds(10), cap: .seconds(60)), seconds: [1: 10, 2: 20, 3: 40, 4: 60]),
            Waits(backoff: backoff(.seconds(10), cap: .seconds(5)), seconds: [1: 5, 2: 5]),
        ]
    )
    func waits(row: Waits) {
        var generator = SeededGenerator(seed: 1)
        for (failure, seconds) in row.seconds {
            #expect(row.backoff.delay(afterFailure: failure, using: &generator) == .seconds(seconds))
        }
    }

    // Source: test_wait_random_exponential, test_wait_random_exponential_statistically.
    @Test("Full jitter is uniform from zero: half the exponential wait on average, up to the cap")
    func randomExponential() {
        let backoff = Self.backoff(.milliseconds(500), cap: .seconds(60), .full)
        var generator = SeededGenerator(seed: 1)
        for (index, mean) in [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30].enumerated() {
            let seconds = (0..<4000).map { _ in
                backoff.delay(afterFailure: index + 1, using: &generator) / .seconds(1)
            }
            #expect(seconds.allSatisfy { (0...2 * mean).contains($0) })
            #expect(abs(seconds.reduce(0, +) / 4000 - mean) < mean * 0.08)
        }
    }

    // Source: test_wait_exponential_jitter. tenacity adds up to a second and then caps, so that at the cap every caller
    // waits the same 60 s. Ours is a share of the wait, and callers at the cap are still spread, below it.
    @Test("At the cap proportional jitter still spreads, and never beyond the cap")
    func jitterAtTheCap() {
        let backoff = Self.backoff(.seconds(1), cap: .seconds(60), .proportional(0.1))
        var generator = SeededGenerator(seed: 1)
        for failure in [7, 8, 9] {
            let seconds = (0..<1000).map { _ in backoff.delay(afterFailure: failure, using: &generator) / .seconds(1) }
            #expect(seconds.allSatisfy { (54...60).contains($0) })
            #expect(Set(seconds).count > 900)
            #expect(seconds.contains { $0 < 55 } && seconds.contains { $0 > 59 })
        }
    }

    // MARK: Runs

    private struct Run: Sendable {
        var result: RetryResult<String, String?>
        var events: [RetryEvent]
    }

    /// Runs a call of `attempts` attempts without waits whose failures are `endings`; past their end it succeeds.
    private func run(_ attempts: Int, _ endings: [(String?, RetryableFailure)]) async -> Run {
        var generator = SeededGenerator(seed: 1)
        let events = Recorder<RetryEvent>()
        let result: RetryResult<String, String?> = await Retry(Self.policy(attempts, Self.atOnce), clock: clock).run(
            using: &generator,
            onEvent: { events.record($0) },
            { $0 <= endings.count ? .failure(endings[$0 - 1].0, endings[$0 - 1].1) : .success("done") }
        )
        return Run(result: result, events: events.all)
    }

    // Source: test_no_sleep, test_retry_object_statistics_during_execution, test_before_attempts.
    @Test("Without a wait attempts follow at once, each told its number")
    func noSleep() async {
        let run = await run(3, [(nil, .init()), (nil, .init())])
        #expect(run.result.attempts == 3)
        #expect(run.result.outcome == .retried)
        let waits = (2...3).map { RetryEvent.waiting(.zero, before: $0) }
        #expect(run.events == [.attempt(1), waits[0], .attempt(2), waits[1], .attempt(3)])
        #expect(clock.now.offset == .zero)
        #expect(clock.sleeperCount == 0)
    }

    // Source: test_sleeps of test_asyncio.py, test_before_sleep, test_after_attempts, TestEnabled. One attempt is a
    // call without retries.
    @Test("After the last attempt there is no wait", arguments: [1, 3])
    func noWaitAtTheEnd(attempts: Int) async {
        let run = await run(attempts, Array(repeating: (nil, .init()), count: attempts))
        #expect(run.result.outcome == .exhausted)
        #expect(run.events.last == .attempt(attempts))
        #expect(run.events.count == 2 * attempts - 1)
    }

    // Source: test_with_stop_on_return_value, test_reraise_no_exception, test_reraise_by_default. A result that is not
    // good enough is a failure like any other; what is returned at the end is itself, not an error about retrying.
    @Test("What the last attempt came to is returned as it is, even if it is nothing")
    func lastFailure() async {
        let run = await run(3, [("first", .init()), ("second", .init()), (nil, .init())])
        guard case .failure(let last) = run.result.value else {
            Issue.record("must fail")
            return
        }
        #expect(last == nil)
        #expect(run.result.attempts == 3)
    }

    // Source: test_retry_if_exception_of_type, test_retry_except_exception_of_type,
    // test_retry_until_exception_of_type_wrong_exception, test_retry_if_exception_message and their likes: the attempt
    // itself says which failures are worth another.
    @Test("A failure of another kind on the way ends the call with that failure")
    func otherKind() async {
        let run = await run(5, [("busy", .init()), ("refused", .final)])
        guard case .failure("refused") = run.result.value else {
            Issue.record("must end with the second failure, not \(run.result.value)")
            return
        }
        #expect(run.result.outcome == .notRetryable)
        #expect(run.result.attempts == 2)
    }

    // Source: test_wait_chain_multiple_invocations, test_attempt_number_is_correct_for_interleaved_coroutines.
    @Test("Calls that share one Retry, at once or in turn, each begin with attempt 1 and the first wait")
    func sharedRetry() async {
        let clock = clock
        let retry = Retry(Self.policy(3, Self.backoff(.seconds(1), cap: .seconds(8))), clock: clock)
        let expected: [RetryEvent] = [
            .attempt(1), .waiting(.seconds(1), before: 2), .attempt(2), .waiting(.seconds(2), before: 3), .attempt(3),
        ]
        for _ in 0..<2 {
            let done = Signal()
            async let events = withTaskGroup(of: [RetryEvent].self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        var generator = SeededGenerator(seed: 1)
                        let events = Recorder<RetryEvent>()
                        _ = await retry.run(using: &generator, onEvent: { events.record($0) }) {
                            AttemptVerdict<Never, Int>.failure($0, RetryableFailure())
                        }
                        return events.all
                    }
                }
                let all = await group.reduce(into: []) { $0.append($1) }
                done.set()
                return all
            }
            // Both are in their first wait at once.
            await clock.waitForSleepers(2)
            while !done.isSet {
                clock.advance(by: .seconds(1))
                await Task.yield()
            }
            #expect(await events == [expected, expected])
        }
    }
}
