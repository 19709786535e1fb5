import PrometheusMetrics
import Testing

/// A mistake of the program ends it, and says which metric and where.
@Suite("Misuse")
struct MisuseTests {
    @Test func aCounterThatIsToFall() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try MetricRegistry().counter("jobs_total", help: "H").increment(by: -1)
        }
        try expect(result, says: "metric jobs_total: a counter cannot decrease, and was to grow by -1")
    }

    @Test func aFloatCounterThatIsToFall() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try MetricRegistry().floatCounter("busy_seconds_total", help: "H").add(-.infinity)
        }
        try expect(result, says: "metric busy_seconds_total: a counter cannot decrease, and was to grow by -inf")
    }

    @Test func aFloatCounterThatIsToGrowByNothingKnown() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try MetricRegistry().floatCounter("busy_seconds_total", help: "H").add(.nan)
        }
        try expect(result, says: "metric busy_seconds_total: a counter cannot decrease, and was to grow by nan")
    }

    @Test func aCallbackWithTheWrongNumberOfLabelValues() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let registry = MetricRegistry()
            try registry.collect("pool", help: "H", type: .gauge, labels: ["a", "b"]) { $0.sample(["1"], 1) }
            _ = registry.exposition()
        }
        try expect(result, says: "metric pool: 1 label values for 2 labels")
    }

    private func expect(_ result: ExitTest.Result?, says text: String) throws {
        let written = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(written.contains(text) && written.contains("MisuseTests.swift"), "\(written)")
    }
}
