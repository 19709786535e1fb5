import Resilience
import TestSupport
import Testing

@Suite("Backoff")
struct BackoffTests {
    static let jitters: [Jitter] = [.none, .proportional(0.1), .proportional(1), .full, .equal, .decorrelated]

    private func delays(_ backoff: Backoff, _ failures: some Sequence<Int>) -> [Duration] {
        var generator = SeededGenerator(seed: 1)
        return failures.map { backoff.delay(afterFailure: $0, using: &generator) }
    }

    @Test("Without jitter: 1, 2, 4, 8, 8, …; at any number the cap")
    func exponential() {
        var backoff = Backoff()
        backoff.jitter = .none
        #expect(delays(backoff, 1...6) == [1, 2, 4, 8, 8, 8].map { .seconds($0) })
        #expect(delays(backoff, [1000, 10_000, .max]) == [8, 8, 8].map { .seconds($0) })
        #expect(delays(backoff, [0, -1, .min]) == [1, 1, 1].map { .seconds($0) })
    }

    @Test("Bounds hold from failure 1 to 10,000 for every jitter", arguments: jitters)
    func bounds(jitter: Jitter) {
        var backoff = Backoff()
        backoff.base = .milliseconds(250)
        backoff.jitter = jitter
        var generator = SeededGenerator(seed: 7)
        var previous: Duration?
        for failure in 1...10_000 {
            let plain: Duration = failure > 5 ? .seconds(8) : .milliseconds(250 << (failure - 1))
            let delay = backoff.delay(afterFailure: failure, previous: previous, using: &generator)
            let accepted: ClosedRange<Duration> =
                switch jitter {
                case .none: plain...plain
                case .proportional(let fraction): plain * (1 - fraction)...min(.seconds(8), plain * (1 + fraction))
                case .full: .zero...plain
                case .equal: plain / 2...plain
                case .decorrelated:
                    .milliseconds(250)...min(.seconds(8), (previous ?? .milliseconds(250)) * 3)
                }
            // Durations pass through seconds as Double: allow a nanosecond.
            #expect(delay >= accepted.lowerBound - .nanoseconds(1) && delay <= accepted.upperBound + .nanoseconds(1))
            #expect(delay >= .zero && delay <= .seconds(8))
            previous = delay
        }
    }

    @Test("Jitter spreads over its whole range", arguments: [Jitter.proportional(0.5), .full, .equal])
    func spread(jitter: Jitter) {
        var backoff = Backoff()
        backoff.jitter = jitter
        var generator = SeededGenerator(seed: 3)
        let seconds = (0..<2000).map { _ in backoff.delay(afterFailure: 2, using: &generator) / .seconds(1) }
        let range: ClosedRange<Double> =
            switch jitter {
            case .proportional: 1...3
            case .full: 0...2
            default: 1...2
            }
        let width = range.upperBound - range.lowerBound
        #expect((seconds.min() ?? -1) < range.lowerBound + width * 0.05)
        #expect((seconds.max() ?? -1) > range.upperBound - width * 0.05)
        let mean = seconds.reduce(0, +) / 2000
        #expect(abs(mean - (range.lowerBound + width / 2)) < width * 0.05)
    }

    @Test("Decorrelated jitter grows from the base and forgets nothing but by chance")
    func decorrelated() {
        var backoff = Backoff()
        backoff.jitter = .decorrelated
        var generator = SeededGenerator(seed: 5)
        // Callers that fail together for the first time are spread already.
        let first = (0..<500).map { _ in backoff.delay(afterFailure: 1, using: &generator) }
        #expect(first.allSatisfy { $0 >= .seconds(1) && $0 <= .seconds(3) })
        #expect(first.contains { $0 < .seconds(1.1) } && first.contains { $0 > .seconds(2.9) })
        let far = (0..<500).map { _ in backoff.delay(afterFailure: 2, previous: .seconds(8), using: &generator) }
        #expect(far.contains(.seconds(8)) || far.contains { $0 > .seconds(7) })
        #expect(far.contains { $0 < .seconds(3) })
    }

    @Test("Zero, huge and invalid settings neither trap nor leave 0 … cap")
    func extremes() {
        var generator = SeededGenerator(seed: 9)
        for (base, cap, multiplier) in [
            (Duration.zero, Duration.seconds(8), 2.0), (.zero, .zero, 2), (.seconds(1), .seconds(86_400), 100),
            (.seconds(-1), .seconds(8), 2), (.seconds(1), .seconds(-8), 2), (.seconds(1), .seconds(8), .infinity),
            (.seconds(1), .seconds(8), .nan), (.seconds(1), .seconds(8), -3), (.zero, .seconds(8), .infinity),
        ] {
            for jitter in Self.jitters + [.proportional(.nan), .proportional(-2), .proportional(.infinity)] {
                var backoff = Backoff()
                backoff.base = base
                backoff.cap = cap
                backoff.multiplier = multiplier
                backoff.jitter = jitter
                for failure in [1, 2, 3, 1000, .max] {
                    let delay = backoff.delay(afterFailure: failure, previous: .seconds(1e9), using: &generator)
                    #expect(delay >= .zero && delay <= max(.zero, cap))
                }
            }
        }
    }

    @Test("Validation names what it refuses")
    func validation() throws {
        try Backoff().validate()
        try RetryPolicy().validate()
        func key(_ adjust: (inout RetryPolicy) -> Void) -> String? {
            var policy = RetryPolicy()
            adjust(&policy)
            do throws(ResilienceConfigurationError) {
                try policy.validate()
                return nil
            } catch {
                return error.key
            }
        }
        #expect(key { $0.maxAttempts = 0 } == "maxAttempts")
        #expect(key { $0.maxAttempts = 101 } == "maxAttempts")
        #expect(key { $0.backoff.base = .seconds(9) } == "base")
        #expect(key { $0.backoff.base = .seconds(-1) } == "base")
        #expect(key { $0.backoff.cap = .seconds(90_000) } == "cap")
        #expect(key { $0.backoff.multiplier = .nan } == "multiplier")
        #expect(key { $0.backoff.jitter = .proportional(1.1) } == "jitter")
    }
}
