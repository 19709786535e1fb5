import Resilience
import TestSupport
import Testing

@Suite("Rate limiter", .timeLimit(.minutes(1)))
struct RateLimiterTests {
    private let clock = ManualClock()

    private func limiter(rate: Double, burst: Int) -> RateLimiter<ManualClock> {
        var configuration = RateLimiterConfiguration()
        configuration.rate = rate
        configuration.burst = burst
        return RateLimiter(name: "l", configuration: configuration, clock: clock)
    }

    @Test("It admits its burst, says when to come back, and is right about it")
    func acquire() {
        let limiter = limiter(rate: 2, burst: 2)
        #expect(limiter.acquire() == .admitted)
        #expect(limiter.acquire() == .admitted)
        #expect(limiter.acquire() == .limited(retryAfter: .milliseconds(500)))
        #expect(limiter.limitedCount == 1)
        clock.advance(by: .milliseconds(499))
        #expect(limiter.acquire() == .limited(retryAfter: .milliseconds(1)))
        clock.advance(by: .milliseconds(1))
        #expect(limiter.acquire() == .admitted)
        #expect(limiter.tokens == 0)
        #expect(limiter.limitedCount == 2)
    }

    @Test("Many threads together get the burst and not one call more")
    func contention() async {
        let limiter = limiter(rate: 1, burst: 1000)
        let admitted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).filter { _ in limiter.acquire() == .admitted }.count }
            }
            return await group.reduce(0, +)
        }
        #expect(admitted == 1000)
        #expect(limiter.limitedCount == 3000)
    }

    @Test("Validation names what it refuses")
    func validation() throws {
        var configuration = RateLimiterConfiguration()
        try configuration.validate()
        configuration.rate = .nan
        let error = #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        #expect(error?.key == "rate")
        configuration.rate = 1
        configuration.burst = 0
        #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
    }
}
