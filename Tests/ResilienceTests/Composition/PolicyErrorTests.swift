import Resilience
import Testing

@Suite("Policy errors")
struct PolicyErrorTests {
    private let gone = KnownFailure(callOutcome: .success, retryableFailure: .final)

    @Test("What an operation throws is its own, but for cancellation and the error of a policy within it")
    func thrown() {
        #expect(PolicyError(thrown: PlainFailure()).kind == .operation)
        #expect(PolicyError(thrown: CancellationError()).kind == .cancelled)
        #expect(PolicyError(thrown: BulkheadRejection.cancelled).kind == .cancelled)
        #expect(PolicyError(thrown: BulkheadRejection.full).kind == .bulkheadRejected)
        #expect(PolicyError(thrown: PolicyError.timedOut).kind == .timedOut)
    }

    @Test("A breaker counts failures of the dependency, and not what another layer refused")
    func breakerOutcomes() {
        let table: [(PolicyError, CallOutcome)] = [
            (.operation(PlainFailure()), .failure), (.operation(gone), .success),
            (.operation(KnownFailure(callOutcome: .ignored)), .ignored), (.operation(CancellationError()), .cancelled),
            (.bulkhead(.full), .ignored), (.bulkhead(.deadline), .ignored), (.rateLimited(retryAfter: .zero), .ignored),
            (.throttled, .ignored),
            (.timedOut, .failure), (.deadline, .failure), (.cancelled, .cancelled),
        ]
        for (error, outcome) in table { #expect(error.callOutcome == outcome, "\(error)") }
    }

    @Test("A retry repeats failures of the dependency alone")
    func retryable() {
        let waiting = KnownFailure(retryableFailure: RetryableFailure(retryAfter: .seconds(3), cost: .transient))
        let table: [(PolicyError, Bool)] = [
            (.operation(PlainFailure()), true), (.operation(gone), false), (.operation(waiting), true),
            (.operation(CancellationError()), false), (.bulkhead(.queueFull), false),
            (.rateLimited(retryAfter: .seconds(1)), false), (.timedOut, true), (.deadline, true), (.cancelled, false),
        ]
        for (error, expected) in table { #expect(error.retryableFailure.isRetryable == expected, "\(error)") }
        #expect(PolicyError.operation(waiting).retryAfter == .seconds(3))
        #expect(PolicyError.rateLimited(retryAfter: .seconds(1)).retryAfter == .seconds(1))
        #expect(PolicyError.operation(PlainFailure()).retryAfter == nil)
        #expect(PolicyError.timedOut.retryAfter == nil)
    }

    @Test("A conforming error that says nothing more is a failure and may be tried again")
    func defaults() {
        struct Silent: ClassifiedFailure {}
        #expect(Silent().callOutcome == .failure)
        #expect(Silent().retryableFailure == RetryableFailure())
    }
}
