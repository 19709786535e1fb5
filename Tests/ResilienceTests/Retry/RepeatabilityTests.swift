import Resilience
import Testing

@Suite("Repeatability")
struct RepeatabilityTests {
    @Test("What may be received twice, or never was, is tried again", arguments: Repeatability.allCases)
    func retries(repeatability: Repeatability) {
        for isUnsent in [true, false] {
            let failure = RetryableFailure(retryAfter: .seconds(1), cost: .transient)
                .limited(by: repeatability, isUnsent: isUnsent)
            #expect(failure.isRetryable == (repeatability != .once || isUnsent))
            #expect(failure.retryAfter == .seconds(1))
            #expect(failure.cost == .transient)
        }
    }

    @Test("What must not be tried again is not, however repeatable", arguments: Repeatability.allCases)
    func final(repeatability: Repeatability) {
        #expect(!RetryableFailure.final.limited(by: repeatability, isUnsent: true).isRetryable)
    }
}
