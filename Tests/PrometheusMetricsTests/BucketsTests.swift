import Testing

@testable import PrometheusMetrics

@Suite("Buckets")
struct BucketsTests {
    @Test func series() {
        #expect(Buckets.linear(start: 1, width: 0.5, count: 3) == [1, 1.5, 2])
        #expect(Buckets.exponential(start: 0.25, factor: 2, count: 4) == [0.25, 0.5, 1, 2])
    }

    /// The timeouts in use each have an edge at most 10 % above them.
    @Test(arguments: [0.05, 0.15, 0.3, 0.5, 1, 1.5, 3, 5, 10, 15, 30])
    func latencyHasAnEdgeJustAbove(timeout: Double) {
        #expect(Buckets.latency.contains { $0 >= timeout && $0 <= timeout * 1.1 + 1e-9 })
    }

    @Test(arguments: [
        (1.0, "1.0"), (0.005, "0.005"), (1e6, "1e+06"), (0.0001, "0.0001"), (0.00001, "1e-05"), (100_000, "100000.0"),
        (1e-10, "1e-10"), (1e10, "1e+10"), (1_234_567.5, "1.2345675e+06"), (123.456, "123.456"), (0, "0.0"),
        (-2.5, "-2.5"), (-0.00002, "-2e-05"), (1e16, "1e+16"), (1.5e300, "1.5e+300"), (120, "120.0"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func canonicalBounds(number: Double, written: String) {
        #expect(NumberFormat.bound(number) == written)
    }
}
