import ExpositionChecker
import PrometheusMetrics
import Synchronization
import Testing

@Suite("Observation from many threads")
struct ConcurrentObservationTests {
    private static let tasks = 8
    private static let rounds = 125_000

    /// Scrapes while a million observations are made: each scrape keeps the invariants of its format, nothing ever falls,
    /// and in the end nothing is lost.
    @Test(arguments: [ExpositionChecker.strictText, .strictOpenMetrics])
    func scrapesAreConsistentAndTotalsExact(checker: ExpositionChecker) async throws {
        let registry = MetricRegistry()
        let counter = try registry.counterFamily("a_total", help: "H", labels: Label("x", Int.self))
        let seconds = try registry.floatCounter("b_seconds_total", help: "H")
        let histogram = try registry.histogram("c_seconds", help: "H", buckets: [1, 2, 3])
        let gauge = try registry.gauge("d", help: "H")
        let format: ExpositionFormat = checker.format == .text ? .text : .openMetrics

        await withTaskGroup(of: Void.self) { group in
            let running = Running(Self.tasks)
            for task in 0..<Self.tasks {
                group.addTask {
                    let own = counter.with(task % 2)
                    for round in 0..<Self.rounds {
                        own.increment()
                        histogram.observe(Double(round % 4) + 0.5)
                        if round % 10 == 0 {
                            seconds.add(0.25)
                            gauge.increment()
                            gauge.decrement()
                            let trace = TraceReference(traceID: (UInt64(task), UInt64(round)), spanID: 1)
                            histogram.observe(Double(round % 4) + 0.5, trace: trace)
                        }
                    }
                    running.oneHasEnded()
                }
            }
            group.addTask {
                var previous: [Series: Double] = [:]
                repeat {
                    let report = checker.read(registry.exposition(format))
                    #expect(report.findings == [])
                    let values = report.values
                    for (series, value) in previous where series.name != "d" {
                        #expect(values[series, default: -1] >= value)
                    }
                    previous = values
                } while running.isAnyLeft
            }
        }

        let total = Self.tasks * Self.rounds
        #expect(counter.with(0).value + counter.with(1).value == total)
        #expect(seconds.value == Double(total / 10) * 0.25)
        #expect(gauge.value == 0)
        // Every tenth round observes once more: an even number, so a half each in the first and the third bucket.
        let (quarter, extra) = (total / 4, total / 20)
        let first = quarter + extra
        #expect(
            histogram.snapshot().cumulativeCounts == [
                first, first + quarter, first + 2 * quarter + extra, total + 2 * extra,
            ]
        )
        #expect(histogram.snapshot().sum == Double(total) * 2 + Double(total / 10) * 1.5)
    }

    private final class Running: Sendable {
        private let left: Atomic<Int>

        init(_ count: Int) { left = Atomic(count) }

        func oneHasEnded() { left.subtract(1, ordering: .relaxed) }

        var isAnyLeft: Bool { left.load(ordering: .relaxed) > 0 }
    }
}
