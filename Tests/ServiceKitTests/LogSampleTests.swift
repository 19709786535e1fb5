import TestSupport
import Testing

@testable import ServiceKit

@Suite struct LogSampleTests {
    /// Counts what is drawn, so that nothing is where nothing need be.
    private struct Counting: RandomNumberGenerator {
        var generator = SeededGenerator(seed: 1)
        var draws = 0

        mutating func next() -> UInt64 {
            draws += 1
            return generator.next()
        }
    }

    @Test(arguments: [0.001, 0.01, 0.25, 0.5, 0.99])
    func theShareIsWhatWasAskedFor(_ share: Double) {
        var generator = SeededGenerator(seed: 20_261_126)
        let sample = LogSample(share: share)
        let count = 100_000
        let taken = (0..<count).count { _ in sample.takesNext(using: &generator) }
        // Five standard deviations of the binomial distribution.
        let bound = 5 * (Double(count) * share * (1 - share)).squareRoot()
        #expect(abs(Double(taken) - Double(count) * share) < bound)
    }

    @Test(arguments: [(0.0, false), (1.0, true)])
    func noneAndAllTakeNoNumber(_ share: Double, _ expected: Bool) {
        var generator = Counting()
        let sample = LogSample(share: share)
        #expect((0..<1000).allSatisfy { _ in sample.takesNext(using: &generator) == expected })
        #expect(generator.draws == 0)
    }

    @Test func theSameSeedTakesTheSame() {
        func taken(_ seed: UInt64) -> [Bool] {
            var generator = SeededGenerator(seed: seed)
            return (0..<200).map { _ in LogSample(share: 0.5).takesNext(using: &generator) }
        }
        #expect(taken(1) == taken(1))
        #expect(taken(1) != taken(2))
    }
}
