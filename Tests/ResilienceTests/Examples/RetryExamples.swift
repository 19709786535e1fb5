import Resilience
import TestSupport
import Testing

// example: failures
/// The dependency has too much to do, and may say when to come back.
struct Overloaded: ClassifiedFailure {
    var wait: Duration?
    var retryableFailure: RetryableFailure { RetryableFailure(retryAfter: wait, cost: .overload) }
}

/// The dependency's right answer: no failure to a breaker, and nothing to try again.
struct NoSuchItem: ClassifiedFailure {
    var callOutcome: CallOutcome { .success }
    var retryableFailure: RetryableFailure { .final }
}
// end

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: retry", .timeLimit(.minutes(1)))
struct RetryExamples {
    private let clock = ManualClock()

    @Test func aRetryWithJitter() async throws {
        let (clock, inventory) = (clock, Inventory(.down, .down, .stock(7), clock: clock))
        let call: @Sendable () async throws -> Int = {
            // example: retry
            var policy = RetryPolicy()
            policy.maxAttempts = 4
            policy.backoff.base = .milliseconds(100)
            policy.backoff.cap = .seconds(2)
            policy.backoff.jitter = .full
            try policy.validate()
            let stock = try await Retry(policy, clock: clock).run { call in try await inventory.stock() }
            // end
            return stock
        }
        async let stock = call()
        for _ in 0..<2 {
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(200))
        }
        #expect(try await stock == 7)
        #expect(inventory.calls == 3)
    }

    @Test func theServerSaysWhenToComeBack() async throws {
        let inventory = Inventory(.overloaded(retryAfter: .seconds(12)), .stock(7), clock: clock)
        let retry = Retry(clock: clock)
        async let stock = retry.run { _ in try await inventory.stock() }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(11.999))
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .milliseconds(1))
        #expect(try await stock == 7)
    }

    @Test func aRightAnswerIsNotTriedAgain() async {
        let attempts = Recorder<Int>()
        let retry = Retry(clock: clock)
        await #expect(throws: PolicyError.self) {
            try await retry.run { call in
                attempts.record(call.attempt)
                throw NoSuchItem()
            }
        }
        #expect(attempts.all == [1])
    }

    @Test func aCallThatMayBeMadeOnce() {
        // example: retry-once
        // Nothing but an attempt that provably never left may be followed by another.
        let failure = RetryableFailure().limited(by: .once, isUnsent: false)
        print(failure.isRetryable)  // false
        // end
        #expect(!failure.isRetryable)
        #expect(RetryableFailure().limited(by: .once, isUnsent: true).isRetryable)
    }

    private struct Response: Sendable {
        var status: Int
        var retryAfter: Duration?
    }

    @Test func answersInsteadOfErrors() async {
        let (clock, retry) = (clock, Retry(clock: clock))
        let send: @Sendable (Int) async -> Response = { attempt in
            attempt == 1 ? Response(status: 503, retryAfter: .seconds(4)) : Response(status: 200)
        }
        let exchange: @Sendable () async -> RetryResult<Response, Response> = {
            // example: retry-verdict
            var generator = SystemRandomNumberGenerator()
            let result: RetryResult<Response, Response> = await retry.run(
                deadline: .after(.seconds(10), on: clock),
                using: &generator
            ) { attempt in
                let response = await send(attempt)
                return switch response.status {
                case 503: .failure(response, RetryableFailure(retryAfter: response.retryAfter))
                case 400...: .failure(response, .final)
                default: .success(response)
                }
            }
            // end
            return result
        }
        async let result = exchange()
        await clock.waitForSleepers()
        clock.advance(by: .seconds(4))
        #expect(await result.outcome == .retried)
        #expect(await result.attempts == 2)
    }

    @Test func aBudgetForAllCalls() async throws {
        let inventory = Inventory(.overloaded(retryAfter: .zero), clock: clock)
        var policy = RetryPolicy()
        policy.backoff.base = .zero
        // example: retry-budget
        let budget = RetryBudget(clock: clock)  // one for all calls to a dependency
        let retry = Retry(policy, budget: budget, clock: clock)
        // end
        for _ in 0..<100 {
            await #expect(throws: PolicyError.self) { try await retry.run { _ in try await inventory.stock() } }
        }
        // Without a budget there would be 400.
        #expect((100...125).contains(inventory.calls))
        #expect(budget.tokens < 1)
    }
}
