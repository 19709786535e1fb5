import Resilience
import TestSupport
import Testing

/// A generator that stands still, for draws at a chosen place of their range.
private struct FixedGenerator: RandomNumberGenerator {
    let value: UInt64

    /// At `fraction` of the range, 0 to 1. The least value is 1: a draw may reject zero and would then never end.
    init(at fraction: Double) { value = fraction >= 1 ? .max : max(1, UInt64(fraction * 0x1p64)) }

    mutating func next() -> UInt64 { value }
}

/// The cases of Polly's tests of retry delays, on our backoff.
///
/// Source: github.com/App-vNext/Polly, `test/Polly.Core.Tests/Retry/RetryHelperTests.cs`. Polly numbers attempts from 0,
/// we number failures from 1. There is no linear backoff, and an unknown kind cannot be named.
@Suite("Established: Polly")
struct PollyTests {
    static let attempts = [1, 2, 3, 4, 10, 100, 1000, 1024, 1025]
    static let jitters: [Jitter] = [.none, .proportional(0.25), .full, .equal, .decorrelated]

    private static func backoff(
        _ base: Duration,
        cap: Duration = .seconds(86_400),
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

    // Source: Constant_Ok, Constant_Jitter_Ok, Exponential_Ok, their parts with a base of zero.
    @Test("A base of zero means no delay, whatever multiplier, jitter and number", arguments: jitters)
    func zeroBase(jitter: Jitter) {
        var generator = SeededGenerator(seed: 1)
        for multiplier in [1.0, 2, 100] {
            let backoff = Self.backoff(.zero, multiplier: multiplier, jitter)
            for failure in Self.attempts {
                #expect(backoff.delay(afterFailure: failure, previous: .zero, using: &generator) == .zero)
            }
        }
    }

    // Source: Constant_Ok, MaxDelay_DelayLessThanMaxDelay_Respected.
    @Test("With a multiplier of one the delay is constant, and a cap above it changes nothing")
    func constant() {
        var generator = SeededGenerator(seed: 1)
        let backoff = Self.backoff(.seconds(1), cap: .seconds(2), multiplier: 1)
        for failure in Self.attempts {
            #expect(backoff.delay(afterFailure: failure, using: &generator) == .seconds(1))
        }
    }

    // Source: Constant_Jitter_Ok. Polly's jitter is a quarter to either side.
    @Test(
        "Proportional jitter of a quarter maps a draw to 0.75 … 1.25 of the delay",
        arguments: zip([0, 0.4, 0.5, 0.6, 1], [0.75, 0.95, 1, 1.05, 1.25])
    )
    func proportional(draw: Double, expected: Double) {
        var generator = FixedGenerator(at: draw)
        let backoff = Self.backoff(.seconds(1), multiplier: 1, .proportional(0.25))
        for failure in 1...3 {
            let seconds = backoff.delay(afterFailure: failure, using: &generator) / .seconds(1)
            #expect(abs(seconds - expected) < 1e-9)
        }
    }

    // Source: MaxDelay_Ok. With a draw at the middle Polly gives exactly the maximum, since it cuts after its jitter;
    // ours caps first and spreads inside the cap: the middle of 0.75 … 1.
    @Test("A delay beyond the cap is the cap, or with jitter inside it")
    func maximumDelay() {
        var generator = FixedGenerator(at: 0.5)
        for multiplier in [1.0, 2] {
            let plain = Self.backoff(.seconds(10), cap: .seconds(1), multiplier: multiplier)
            #expect(plain.delay(afterFailure: 3, using: &generator) == .seconds(1))
            let spread = Self.backoff(.seconds(10), cap: .seconds(1), multiplier: multiplier, .proportional(0.25))
            #expect(abs(spread.delay(afterFailure: 3, using: &generator) / .seconds(1) - 0.875) < 1e-9)
        }
    }

    // Source: GetRetryDelay_Overflow_ReturnsMaxTimeSpan, GetRetryDelay_OverflowWithMaxDelay_ReturnsMaxDelay. There is
    // always a cap, of 24 h at most.
    @Test("Where the power overflows the delay is the cap", arguments: [1000, 1024, 1025, 1_000_000, Int.max])
    func overflow(failure: Int) {
        var generator = SeededGenerator(seed: 1)
        for multiplier in [2.0, 100] {
            let backoff = Self.backoff(.seconds(86_400), multiplier: multiplier)
            #expect(backoff.delay(afterFailure: failure, using: &generator) == .seconds(86_400))
        }
    }

    // Source: GetRetryDelay_Exponential_Is_Positive_When_No_Maximum_Delay,
    // GetRetryDelay_Exponential_Does_Not_Exceed_MaxDelay.
    @Test("At any number every jittered delay is above zero and at most the cap", arguments: attempts)
    func positive(failure: Int) {
        var generator = SeededGenerator(seed: 1)
        for jitter in Self.jitters {
            for cap in [Duration.seconds(30), .seconds(86_400)] {
                let backoff = Self.backoff(.seconds(2), cap: cap, jitter)
                let first = backoff.delay(afterFailure: failure, using: &generator)
                let second = backoff.delay(afterFailure: failure, previous: first, using: &generator)
                #expect(first > .zero && first <= cap)
                #expect(second > .zero && second <= cap)
            }
        }
    }

    // Source: ExponentialWithJitter_EnsureRandomness.
    @Test("Two callers do not wait alike; one seed gives one sequence", arguments: jitters.dropFirst())
    func randomness(jitter: Jitter) {
        func delays(seed: UInt64) -> [Duration] {
            var generator = SeededGenerator(seed: seed)
            var previous: Duration?
            return (1...100).map { failure in
                let delay = Self.backoff(.milliseconds(7800), jitter).delay(
                    afterFailure: failure,
                    previous: previous,
                    using: &generator
                )
                previous = delay
                return delay
            }
        }
        #expect(delays(seed: 1) != delays(seed: 2))
        #expect(delays(seed: 1) == delays(seed: 1))
        #expect(Set(delays(seed: 1)).count > 50)
    }

    // Source: ApplyJitter_Meets_Specification.
    @Test("For any delay from 1 ms to 1 h proportional jitter stays within its share")
    func jitterSpecification() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<10_000 {
            let value = Duration.nanoseconds(Int64.random(in: 1_000_000...3_600_000_000_000, using: &generator))
            let delay = Self.backoff(value, .proportional(0.25)).delay(afterFailure: 1, using: &generator)
            // Durations pass through seconds as Double: allow a nanosecond.
            #expect(delay >= value - value / 4 - .nanoseconds(1) && delay <= value + value / 4 + .nanoseconds(1))
        }
    }

    // Source: DecorrelatedJitterBackoffV2_Meets_Specification. Polly's formula gives 0 up to 4 · base · 2ⁿ and follows
    // the number of the attempt. Ours is that of AWS: it knows the last delay and not the number, and never goes under
    // the base, so that a failing caller never comes back at once.
    @Test("Decorrelated jitter maps a draw to base … three times the last delay, whatever the number")
    func decorrelated() {
        for (draw, expected) in [(0, 2.0), (0.5, 7), (1, 12)] {
            for failure in [2, 7, 1025] {
                var generator = FixedGenerator(at: draw)
                let backoff = Self.backoff(.seconds(2), .decorrelated)
                let delay = backoff.delay(afterFailure: failure, previous: .seconds(4), using: &generator)
                #expect(abs(delay / .seconds(1) - expected) < 1e-9)
            }
        }
    }
}
