import TestSupport
import Testing

@testable import PrometheusMetrics

@Suite("The cells of a histogram")
struct HistogramCellsTests {
    @Test(arguments: [0, 1, 2, 3, 7, 8, 21, 31, 32, 100], [1, 2, 8])
    func everyValueFallsIntoTheFirstBucketThatHoldsIt(bounds count: Int, copies: Int) {
        var generator = SeededGenerator(seed: UInt64(count * 10 + copies))
        var bounds: Set<Double> = []
        while bounds.count < count { bounds.insert(Double.random(in: -100...100, using: &generator).rounded() / 4) }
        let sorted = bounds.sorted()
        let cells = HistogramCells(bounds: sorted, copies: copies)
        var expected = [Int](repeating: 0, count: count + 1)
        var sum = 0.0
        let random = (0..<200).map { _ in Double.random(in: -30...30, using: &generator).rounded() }
        for value in random + sorted + sorted.map(\.nextUp) + sorted.map(\.nextDown) {
            let bucket = sorted.firstIndex { value <= $0 } ?? count
            #expect(cells.observe(value) == bucket)
            expected[bucket] += 1
            sum += value
        }
        #expect((0...count).map { cells.count($0) } == expected)
        #expect(abs(cells.sum - sum) < 1e-6)
    }

    @Test func infinities() {
        let cells = HistogramCells(bounds: [1, 2], copies: 2)
        #expect(cells.observe(.infinity) == 2)
        #expect(cells.observe(-.infinity) == 0)
    }

    @Test func thereAreAPowerOfTwoCopies() {
        #expect([1, 2, 4, 8].contains(HistogramCells.defaultCopies))
    }
}
