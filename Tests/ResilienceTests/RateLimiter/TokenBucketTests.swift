import Resilience
import TestSupport
import Testing

@Suite("Token bucket")
struct TokenBucketTests {
    private func bucket(rate: Double, burst: Int) -> TokenBucket<ManualClock.Instant> {
        var configuration = RateLimiterConfiguration()
        configuration.rate = rate
        configuration.burst = burst
        return TokenBucket(configuration, at: ManualClock.Instant())
    }

    private func at(_ offset: Duration) -> ManualClock.Instant { ManualClock.Instant(offset: offset) }

    @Test("A full bucket lets its burst through at once, then says exactly when to come back")
    func burst() {
        var bucket = bucket(rate: 10, burst: 3)
        #expect(bucket.tokens(at: at(.zero)) == 3)
        for _ in 0..<3 { #expect(bucket.take(at: at(.zero)) == nil) }
        #expect(bucket.take(at: at(.zero)) == .milliseconds(100))
        #expect(bucket.take(at: at(.milliseconds(40))) == .milliseconds(60))
        #expect(bucket.take(at: at(.milliseconds(100))) == nil)
        #expect(bucket.take(at: at(.milliseconds(100))) == .milliseconds(100))
    }

    @Test("However long the pause, it holds no more than its burst")
    func capacity() {
        var bucket = bucket(rate: 10, burst: 3)
        for _ in 0..<3 { _ = bucket.take(at: at(.zero)) }
        #expect(bucket.tokens(at: at(.milliseconds(50))) == 0.5)
        #expect(bucket.tokens(at: at(.seconds(1000))) == 3)
        #expect((0..<10).filter { _ in bucket.take(at: at(.seconds(1000))) == nil }.count == 3)
    }

    @Test("Time that runs backwards refills nothing")
    func backwards() {
        var bucket = bucket(rate: 1, burst: 1)
        #expect(bucket.take(at: at(.seconds(10))) == nil)
        #expect(bucket.take(at: at(.seconds(9))) == .seconds(2))
        #expect(bucket.take(at: at(.seconds(11))) == nil)
    }

    @Test("In the long run it lets its rate through, to the call", arguments: [0.5, 3, 7, 1000])
    func longRun(rate: Double) {
        var bucket = bucket(rate: rate, burst: 5)
        // Ten thousand tokens' time, asked far more often than that.
        let length = Duration.seconds(1) / rate * 10_000
        var admitted = 0
        for step in 0..<50_000 where bucket.take(at: at(length / 50_000 * step)) == nil { admitted += 1 }
        #expect((10_003...10_005).contains(admitted))
    }

    /// Counts tokens instead of keeping an instant.
    private struct Model {
        let rate: Double
        let burst: Double
        var tokens: Double
        var last = 0.0

        mutating func take(at seconds: Double) -> Double? {
            tokens = min(burst, tokens + (seconds - last) * rate)
            last = seconds
            // A nanosecond's worth of doubt: the model rounds, the bucket does not.
            if tokens >= 1 - 1e-9 * rate {
                tokens -= 1
                return nil
            }
            return (1 - tokens) / rate
        }
    }

    @Test("It does what a model that counts tokens does", arguments: 0..<10)
    func model(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &+ 77)
        let rate = Double.random(in: 0.5...200, using: &generator)
        let burst = Int.random(in: 1...20, using: &generator)
        var bucket = bucket(rate: rate, burst: burst)
        var model = Model(rate: rate, burst: Double(burst), tokens: Double(burst))
        var now = Duration.zero
        for _ in 0..<3000 {
            now += .microseconds(Int.random(in: 0...Int(2e6 / rate), using: &generator))
            let expected = model.take(at: now / .seconds(1))
            let wait = bucket.take(at: at(now))
            #expect((wait == nil) == (expected == nil))
            if let wait, let expected { #expect(abs(wait / .seconds(1) - expected) < 1e-6) }
        }
    }
}
