import Testing

@testable import Simulation

@Suite("Latency histogram")
struct LatencyHistogramTests {
    @Test("Quantiles are within a thirty-second of the exact ones")
    func quantiles() {
        var random = RandomSource(seed: 5)
        var histogram = LatencyHistogram()
        var exact: [Int64] = []
        for _ in 0..<5_000 {
            // From nanoseconds to hours.
            let value = Int64(random.next() >> UInt64(20 + random.below(44)))
            histogram.add(value)
            exact.append(value)
        }
        exact.sort()
        for share in [0.0, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0] {
            let rank = max(1, Int((share * 5_000).rounded(.up)))
            let expected = exact[rank - 1]
            let found = histogram.quantile(share)?.nanosecondsRoundedUp ?? -1
            #expect(abs(found - expected) <= expected / 32 + 1, "\(share)")
        }
    }

    @Test("Nothing has no quantile, small numbers are exact, negative ones count as zero")
    func small() {
        var histogram = LatencyHistogram()
        #expect(histogram.quantile(0.5) == nil)
        for number in Int64(0)..<32 { histogram.add(number) }
        histogram.add(-3)
        #expect(histogram.quantile(1) == .nanoseconds(31))
        #expect(histogram.quantile(0) == .zero)
        #expect(histogram.count == 33)
    }
}
