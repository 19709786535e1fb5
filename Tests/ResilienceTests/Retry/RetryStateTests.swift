import Resilience
import TestSupport
import Testing

@Suite("Retry decisions")
struct RetryStateTests {
    typealias State = RetryState<ManualClock.Instant>

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var failure = RetryableFailure()
        var attempt = 1
        var deadline: Duration?
        var now: Duration = .zero
        var canContinue = true
        var canPay = true
        var honorsRetryAfter = true
        var expected: RetryDecision
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "first failure", expected: .retry(after: .seconds(1))),
        Case(name: "third failure", attempt: 3, expected: .retry(after: .seconds(4))),
        Case(name: "last attempt", attempt: 4, expected: .stop(.exhausted)),
        Case(name: "not retryable", failure: .final, expected: .stop(.notRetryable)),
        Case(name: "not retryable before exhausted", failure: .final, attempt: 4, expected: .stop(.notRetryable)),
        Case(name: "no endpoint", canContinue: false, expected: .stop(.noEndpoint)),
        Case(name: "exhausted before no endpoint", attempt: 4, canContinue: false, expected: .stop(.exhausted)),
        Case(name: "budget", canPay: false, expected: .stop(.budget)),
        Case(name: "deadline at the delay's very end", deadline: .seconds(1), expected: .stop(.deadline)),
        Case(name: "deadline just after", deadline: .milliseconds(1001), expected: .retry(after: .seconds(1))),
        Case(name: "elapsed time counts", deadline: .seconds(2), now: .seconds(1), expected: .stop(.deadline)),
        Case(name: "deadline passed", deadline: .seconds(2), now: .seconds(9), expected: .stop(.deadline)),
        Case(name: "deadline before budget", deadline: .zero, canPay: false, expected: .stop(.deadline)),
        Case(name: "Retry-After is a lower bound", failure: .asking(.seconds(3)), expected: .retry(after: .seconds(3))),
        Case(name: "a shorter one changes nothing", failure: .asking(.zero), expected: .retry(after: .seconds(1))),
        Case(name: "nor does a negative one", failure: .asking(.seconds(-9)), expected: .retry(after: .seconds(1))),
        Case(name: "it may exceed the cap", failure: .asking(.seconds(20)), expected: .retry(after: .seconds(20))),
        Case(
            name: "beyond the deadline: stop now",
            failure: .asking(.seconds(20)),
            deadline: .seconds(10),
            expected: .stop(.deadline)
        ),
        Case(
            name: "not honoured",
            failure: .asking(.seconds(20)),
            deadline: .seconds(10),
            honorsRetryAfter: false,
            expected: .retry(after: .seconds(1))
        ),
    ]

    @Test("Decision table", arguments: cases)
    func table(row: Case) {
        var policy = RetryPolicy()
        policy.backoff.jitter = .none
        policy.honorsRetryAfter = row.honorsRetryAfter
        var generator = SeededGenerator(seed: 1)
        var state = State(policy, deadline: row.deadline.map { ManualClock.Instant(offset: $0) })
        // Earlier attempts fail long before any deadline.
        for _ in 1..<row.attempt {
            _ = state.next(after: .init(), at: .init(offset: .seconds(-999)), using: &generator)
        }
        #expect(state.attempt == row.attempt)
        let canContinue = row.canContinue
        let canPay = row.canPay
        let decision = state.next(
            after: row.failure,
            at: ManualClock.Instant(offset: row.now),
            canContinue: { canContinue },
            using: &generator,
            pay: { _ in canPay }
        )
        #expect(decision == row.expected)
        if case .retry = decision {
            #expect(state.attempt == row.attempt + 1)
        } else {
            #expect(state.attempt == row.attempt)
        }
    }

    @Test("A call that stops for another reason pays nothing; one that goes on pays what the failure costs")
    func pays() {
        var policy = RetryPolicy()
        policy.maxAttempts = 2
        var generator = SeededGenerator(seed: 1)
        var paid: [RetryableFailure.Cost] = []
        var state = State(policy, deadline: nil)
        _ = state.next(after: .init(cost: .transient), at: .init(), using: &generator) {
            paid.append($0); return true
        }
        _ = state.next(after: .init(), at: .init(), using: &generator) {
            paid.append($0); return true
        }
        #expect(paid == [.transient])
    }
}

extension RetryableFailure {
    fileprivate static func asking(_ retryAfter: Duration) -> RetryableFailure {
        RetryableFailure(retryAfter: retryAfter)
    }
}
