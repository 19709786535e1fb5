import ExpositionChecker
import Testing

@testable import PrometheusMetrics

@Suite("Process metrics")
struct ProcessCollectorTests {
    @Test func allAreExposedWithPlausibleValues() throws {
        let registry = MetricRegistry()
        try ProcessCollector(registry: registry)
        let report = ExpositionChecker.strictText.read(registry.exposition())
        #expect(report.findings == [])
        let values = report.values
        func value(_ name: String) throws -> Double {
            try #require(values[Series(name: name, labels: [:])])
        }
        #expect(try value("process_cpu_seconds_total") > 0)
        #expect(try value("process_open_fds") >= 1)
        #expect(try value("process_max_fds") >= value("process_open_fds"))
        #expect(try value("process_virtual_memory_bytes") >= value("process_resident_memory_bytes"))
        #expect(try value("process_resident_memory_bytes") > 100_000)
        #expect(try value("process_threads") >= 1)
        // After 2020 and not in milliseconds.
        #expect(try (1_577_836_800...10_000_000_000).contains(value("process_start_time_seconds")))
        #expect(values.count == 7)
    }

    @Test func aSecondCollectorIsRefused() throws {
        let registry = MetricRegistry()
        try ProcessCollector(registry: registry)
        #expect(throws: MetricError.self) { try ProcessCollector(registry: registry) }
    }

    @Test func statIsReadPastAnAwkwardProgramName() throws {
        let stat = "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 6 0 12345 1000 20\n"
        let fields = try #require(ProcessFiles.threadsAndStart(stat: stat))
        #expect(fields.threads == 6)
        #expect(fields.startTicks == 12345)
    }

    @Test func brokenFilesGiveNothing() {
        #expect(ProcessFiles.threadsAndStart(stat: "42 (a) S 1") == nil)
        #expect(ProcessFiles.threadsAndStart(stat: "") == nil)
        #expect(ProcessFiles.memoryPages(statm: "12") == nil)
        #expect(ProcessFiles.bootTime(stat: "cpu 1 2\n") == nil)
        #expect(ProcessFiles.contents(of: "/proc/self/no-such-file") == nil)
    }

    @Test func memoryAndBootTime() {
        #expect(ProcessFiles.memoryPages(statm: "1000 200 30 1 0 40 0\n")?.virtual == 1000)
        #expect(ProcessFiles.memoryPages(statm: "1000 200 30 1 0 40 0\n")?.resident == 200)
        #expect(ProcessFiles.bootTime(stat: "cpu 1 2\nbtime 1700000000\nprocesses 5\n") == 1_700_000_000)
    }
}
