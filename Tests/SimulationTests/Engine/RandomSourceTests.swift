import Testing

@testable import Simulation

@Suite("Random source")
struct RandomSourceTests {
    @Test("The sequence is the authors', seeded by SplitMix64")
    func sequence() {
        // Computed with the authors' C sources of both generators for the seed 42.
        var random = RandomSource(seed: 42)
        let numbers = (0..<4).map { _ in random.next() }
        #expect(
            numbers == [
                1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009,
                17_057_574_109_182_124_193,
            ]
        )
    }

    @Test("Exponential numbers have the mean and the tail of an exponential distribution")
    func exponential() {
        var random = RandomSource(seed: 7)
        let numbers = (0..<100_000).map { _ in random.exponential() }
        let mean = numbers.reduce(0, +) / 100_000
        let beyondTwo = Double(numbers.count { $0 > 2 }) / 100_000
        #expect(abs(mean - 1) < 0.02)
        #expect(abs(beyondTwo - 0.1353) < 0.005)
    }

    @Test("Numbers below a bound are below it, each as often", arguments: [1, 3, 7])
    func below(bound: Int) {
        var random = RandomSource(seed: 3)
        var counts = Array(repeating: 0, count: bound)
        for _ in 0..<bound * 2_000 { counts[random.below(bound)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 2_000) < 250 })
    }

    @Test("Streams of one seed differ, and so do the same streams of two seeds")
    func streams() {
        var firsts: Set<UInt64> = []
        for seed in UInt64(0)..<50 {
            for stream in UInt64(0)..<50 {
                var random = RandomSource(seed: seed, stream: stream)
                firsts.insert(random.next())
            }
        }
        #expect(firsts.count == 2_500)
    }
}
