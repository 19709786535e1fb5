import ExpositionChecker
import PrometheusMetrics
import Testing

@Suite("Observation from many threads")
struct ConcurrentObservationTests {
    private static let tasks = 8
    private static let rounds = 5000

    /// Scrapes while others observe: each scrape keeps the invariants, nothing ever falls, and in the end nothing is lost.
    @Test func scrapesAreConsistentAndTotalsExact() async throws {
        let registry = MetricRegistry()
        let counter = try registry.counterFamily("a_total", help: "H", labels: ["x"])
        let seconds = try registry.floatCounter("b_seconds_total", help: "H")
        let histogram = try registry.histogram("c_seconds", help: "H", buckets: [1, 2, 3])
        let gauge = try registry.gauge("d", help: "H")

        await withTaskGroup(of: Void.self) { group in
            for task in 0..<Self.tasks {
                group.addTask {
                    for round in 0..<Self.rounds {
                        do { try counter.with("\(task % 2)").increment() } catch { Issue.record(error) }
                        seconds.add(0.25)
                        histogram.observe(Double(round % 4) + 0.5)
                        gauge.increment()
                        gauge.decrement()
                    }
                }
            }
            group.addTask {
                var previous: [Series: Double] = [:]
                for _ in 0..<50 {
                    let report = ExpositionChecker.strictText.read(registry.exposition())
                    #expect(report.findings == [])
                    let values = report.values
                    for (series, value) in previous where series.name != "d" {
                        #expect(values[series, default: -1] >= value)
                    }
                    previous = values
                }
            }
        }

        let total = Self.tasks * Self.rounds
        #expect(try counter.with("0").value + counter.with("1").value == total)
        #expect(seconds.value == Double(total) * 0.25)
        #expect(gauge.value == 0)
        let quarter = total / 4
        #expect(histogram.snapshot().cumulativeCounts == [quarter, 2 * quarter, 3 * quarter, total])
        #expect(histogram.snapshot().sum == Double(total) * 2)
    }
}
