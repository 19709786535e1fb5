import Glibc
import Resilience
import TestSupport
import Testing

@Suite("Latency quantiles")
struct LatencyQuantilesTests {
    typealias Quantiles = LatencyQuantiles<ManualClock.Instant>

    private func quantiles(window: Duration = .seconds(60), minimumSamples: Int = 1) -> Quantiles {
        var configuration = LatencyQuantilesConfiguration()
        configuration.window = window
        configuration.minimumSamples = minimumSamples
        return Quantiles(configuration, at: at(.zero))
    }

    private func at(_ offset: Duration) -> ManualClock.Instant { ManualClock.Instant(offset: offset) }

    enum Distribution: CaseIterable {
        case uniform, lognormal, bimodal, everyMagnitude

        /// Seconds, from 1 µs to 1 h.
        func sample(using generator: inout SeededGenerator) -> Double {
            let value =
                switch self {
                case .uniform: Double.random(in: 0.001...0.2, using: &generator)
                case .lognormal: exp(log(0.02) + 1.2 * normal(using: &generator))
                case .bimodal:
                    Int.random(in: 0..<10, using: &generator) == 0
                        ? Double.random(in: 2...3, using: &generator)
                        : Double.random(in: 0.004...0.006, using: &generator)
                case .everyMagnitude: pow(10, Double.random(in: -6...3.556, using: &generator))
                }
            return min(max(value, 1e-6), 3600)
        }

        /// Box and Muller's transformation.
        private func normal(using generator: inout SeededGenerator) -> Double {
            let radius = sqrt(-2 * log(Double.random(in: 1e-12..<1, using: &generator)))
            return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
        }
    }

    @Test("Within 5 % of the exact quantile, whatever the distribution", arguments: Distribution.allCases, 0..<5)
    func accuracy(distribution: Distribution, seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed) &* 7919 &+ 3)
        var quantiles = quantiles()
        var samples: [Duration] = []
        for _ in 0..<Int.random(in: 1...5000, using: &generator) {
            let latency = Duration.nanoseconds(Int64(distribution.sample(using: &generator) * 1e9))
            quantiles.record(latency, at: at(.zero))
            samples.append(latency)
        }
        samples.sort()
        for q in [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1] {
            let rank = max(1, Int((q * Double(samples.count)).rounded(.up)))
            let exact = samples[rank - 1]
            let estimate = try #require(quantiles.quantile(q, at: at(.zero)))
            #expect(abs(estimate / exact - 1) <= 0.05, "q \(q) of \(samples.count): \(estimate), exactly \(exact)")
        }
    }

    @Test("The whole range is covered within 5 %, and what lies outside counts as its end")
    func range() throws {
        var tenths = 0
        while true {
            let latency = Duration.nanoseconds(Int64(1000 * pow(1.01, Double(tenths))))
            guard latency <= .seconds(3600) else { break }
            var quantiles = quantiles()
            quantiles.record(latency, at: at(.zero))
            let estimate = try #require(quantiles.quantile(0.5, at: at(.zero)))
            #expect(abs(estimate / latency - 1) <= 0.05)
            tenths += 1
        }
        #expect(tenths > 2000)
        for (latency, end) in [
            (Duration.zero, Duration.microseconds(1)), (.seconds(-5), .microseconds(1)),
            (.nanoseconds(3), .microseconds(1)), (.seconds(4000), .seconds(3600)),
            (Duration(attoseconds: .max), .seconds(3600)), (Duration(attoseconds: .min), .microseconds(1)),
        ] {
            var quantiles = quantiles()
            quantiles.record(latency, at: at(.zero))
            let estimate = try #require(quantiles.quantile(0.5, at: at(.zero)))
            #expect(abs(estimate / end - 1) <= 0.05)
        }
    }

    @Test("Too few samples have no quantile")
    func minimum() {
        var quantiles = quantiles(minimumSamples: 100)
        for _ in 0..<99 { quantiles.record(.milliseconds(5), at: at(.zero)) }
        #expect(quantiles.quantile(0.5, at: at(.zero)) == nil)
        quantiles.record(.milliseconds(5), at: at(.zero))
        #expect(quantiles.quantile(0.5, at: at(.zero)) != nil)
        #expect(quantiles.count(at: at(.zero)) == 100)
        #expect(self.quantiles(minimumSamples: 0).quantile(0.5, at: at(.zero)) == nil)
    }

    @Test(
        "Any fraction has an answer: those outside 0 to 1 count as the nearer end",
        arguments: [-1, -Double.infinity, .nan]
    )
    func oddFractions(q: Double) {
        var quantiles = quantiles()
        quantiles.record(.milliseconds(1), at: at(.zero))
        quantiles.record(.seconds(1), at: at(.zero))
        #expect(quantiles.quantile(q, at: at(.zero)) == quantiles.quantile(0, at: at(.zero)))
        #expect(quantiles.quantile(7, at: at(.zero)) == quantiles.quantile(1, at: at(.zero)))
        #expect(quantiles.quantile(0, at: at(.zero)) != quantiles.quantile(1, at: at(.zero)))
    }

    @Test("Samples leave a fifth of the window at a time, and looking ahead changes nothing")
    func forgetting() throws {
        var quantiles = quantiles(window: .seconds(10))
        for second in stride(from: 0, to: 10, by: 2) {
            for _ in 0...second { quantiles.record(.milliseconds(1 << second), at: at(.seconds(second))) }
        }
        // 1, 3, 5, 7 and 9 samples of ever longer latencies.
        #expect(quantiles.count(at: at(.seconds(9))) == 25)
        for (later, left) in [(10, 24), (12, 21), (14, 16), (16, 9), (18, 0), (1_000_000_000, 0)] {
            #expect(quantiles.count(at: at(.seconds(later))) == left)
            let least = quantiles.quantile(0, at: at(.seconds(later)))
            #expect((least == nil) == (left == 0))
            guard let least else { continue }
            #expect(abs(least / .milliseconds(1 << (later - 8)) - 1) <= 0.05)
        }
        #expect(quantiles.count(at: at(.seconds(9))) == 25)
    }

    @Test("A long silence empties it, and it works on")
    func silence() {
        var quantiles = quantiles(window: .seconds(10))
        for _ in 0..<50 { quantiles.record(.milliseconds(1), at: at(.seconds(1))) }
        quantiles.record(.seconds(1), at: at(.seconds(1_000_003)))
        #expect(quantiles.count(at: at(.seconds(1_000_003))) == 1)
        #expect(quantiles.count(at: at(.seconds(1_000_011))) == 1)
        #expect(quantiles.count(at: at(.seconds(1_000_012))) == 0)
    }

    @Test("A time that steps back counts as the latest")
    func backwards() {
        var quantiles = quantiles(window: .seconds(10))
        quantiles.record(.milliseconds(1), at: at(.seconds(20)))
        quantiles.record(.milliseconds(1), at: at(.seconds(3)))
        #expect(quantiles.count(at: at(.seconds(3))) == 2)
        #expect(quantiles.count(at: at(.seconds(29))) == 2)
        #expect(quantiles.count(at: at(.seconds(30))) == 0)
    }

    @Test("It forgets what a model that keeps every sample forgets", arguments: 0..<20)
    func model(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &* 104_729)
        var quantiles = quantiles(window: .seconds(5))
        var fifths: [Int] = []
        var now = Duration.zero
        for _ in 0..<1000 {
            now += .milliseconds(Int.random(in: 0..<20, using: &generator) == 0 ? 2500 : 5)
            quantiles.record(.milliseconds(1), at: at(now))
            fifths.append(Int(now / .seconds(1)))
            let later = now + .milliseconds(Int.random(in: 0..<7000, using: &generator))
            let fifth = Int(later / .seconds(1))
            #expect(quantiles.count(at: at(later)) == fifths.count { $0 > fifth - 5 })
        }
    }

    @Test("It stays within eight kilobytes")
    func size() {
        #expect(MemoryLayout<Quantiles>.size <= 8192)
    }

    @Test("Validation names what it refuses")
    func validation() throws {
        var configuration = LatencyQuantilesConfiguration()
        try configuration.validate()
        configuration.window = .milliseconds(9)
        #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        configuration.window = .seconds(1)
        configuration.minimumSamples = 0
        let error = #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        #expect(error?.key == "minimumSamples")
    }
}
