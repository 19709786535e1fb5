import ExpositionChecker
import PrometheusMetrics
import Testing

@Suite("OpenMetrics 1.0.0")
struct OpenMetricsTests {
    let registry = MetricRegistry { 1_700_000_000.25 }

    private func text(created: Bool = false) -> String {
        let body = registry.exposition(.openMetrics, created: created)
        #expect(ExpositionChecker.strictOpenMetrics.check(body) == [])
        return String(decoding: body, as: UTF8.self)
    }

    @Test func anEmptyRegistryExposesItsEnd() {
        #expect(text() == "# EOF\n")
    }

    @Test func aCountersFamilyLacksTotalAndTheUnitIsNamed() throws {
        let jobs = try registry.counterFamily("jobs_total", help: "Jobs.", labels: Label("kind"))
        jobs.with("b").increment()
        _ = jobs.with("a")
        try registry.floatCounter("open_seconds_total", help: "Open.").add(1.5)
        #expect(
            text() == """
                # TYPE jobs counter
                # HELP jobs Jobs.
                jobs_total{kind="a"} 0
                jobs_total{kind="b"} 1
                # TYPE open_seconds counter
                # UNIT open_seconds seconds
                # HELP open_seconds Open.
                open_seconds_total 1.5
                # EOF

                """
        )
    }

    @Test func gauge() throws {
        try registry.gauge("memory_bytes", help: "Memory.").set(.infinity)
        #expect(
            text()
                == "# TYPE memory_bytes gauge\n# UNIT memory_bytes bytes\n# HELP memory_bytes Memory.\nmemory_bytes +Inf\n# EOF\n"
        )
    }

    @Test(arguments: ["seconds", "up", "a_second", "bytes_used", "ratio_"])
    func notEveryNameHasAUnit(name: String) throws {
        _ = try registry.gauge(name, help: "H")
        #expect(!text().contains("# UNIT"))
    }

    @Test func histogramWithTheTimeItBegan() throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", buckets: [0.5, 1e6])
        histogram.observe(0.25)
        let body = """
            # TYPE wait_seconds histogram
            # UNIT wait_seconds seconds
            # HELP wait_seconds Wait.
            wait_seconds_bucket{le="0.5"} 1
            wait_seconds_bucket{le="1e+06"} 1
            wait_seconds_bucket{le="+Inf"} 1
            wait_seconds_sum 0.25
            wait_seconds_count 1

            """
        #expect(text() == body + "# EOF\n")
        #expect(text(created: true) == body + "wait_seconds_created 1700000000.25\n# EOF\n")
    }

    @Test func countersBegan() throws {
        _ = try registry.counterFamily("a_total", help: "A", labels: Label("x")).with("1")
        _ = try registry.floatCounter("b_total", help: "B")
        _ = try registry.gauge("c", help: "C")
        try registry.collect("d_total", help: "D", type: .counter) { $0.sample(1) }
        let lines = text(created: true).split(separator: "\n").filter { $0.contains("_created") }
        #expect(lines == ["a_created{x=\"1\"} 1700000000.25", "b_created 1700000000.25"])
        #expect(!String(decoding: registry.exposition(.text, created: true), as: UTF8.self).contains("_created"))
    }

    @Test func negativeBucketsHaveNoSum() throws {
        try registry.histogram("change_celsius", help: "C", buckets: [-1, 1]).observe(-5)
        #expect(!text().contains("_sum") && !text().contains("_count"))
        #expect(String(decoding: registry.exposition(), as: UTF8.self).contains("change_celsius_sum -5"))
    }

    @Test func aNegativeOrUnknownSumIsLeftOut() throws {
        let histogram = try registry.histogram("change", help: "C", buckets: [0, 1])
        histogram.observe(-5)
        #expect(!text().contains("_sum") && !text().contains("_count"))
        histogram.observe(.infinity)
        #expect(text().contains("change_sum +Inf\nchange_count 2\n"))
        histogram.observe(-.infinity)
        #expect(!text().contains("_sum") && !text().contains("_count"))
    }

    @Test func aCallbacksCounterThatIsNoneIsLeftOut() throws {
        try registry.collect("a_total", help: "A", type: .counter, labels: ["x"]) { writer in
            writer.sample(["nan"], .nan)
            writer.sample(["negative"], -1)
            writer.sample(["right"], 1)
        }
        #expect(text().split(separator: "\n").filter { $0.hasPrefix("a_total") } == ["a_total{x=\"right\"} 1"])
    }

    @Test func quotesInHelpAreEscaped() throws {
        _ = try registry.gauge("g", help: "a \\ \"b\"\nc")
        #expect(text().contains("# HELP g a \\\\ \\\"b\\\"\\nc\n"))
    }

    @Test(arguments: [
        (["a"], "a"), (["a_total"], "a"), (["a_created"], "a"), (["h"], "h"), (["h_bucket"], "h"), (["h_count"], "h"),
        (["c"], "c"), (["a", "c", "nothing"], "a c"), (["nothing"], ""), ([""], ""), ([], ""),
    ])
    func namesSelectFamilies(names: [String], families: String) throws {
        try registry.counter("a_total", help: "A").increment()
        _ = try registry.gauge("c", help: "C")
        _ = try registry.histogram("h", help: "H", buckets: [1])
        for format in ExpositionFormat.allCases {
            let body = String(decoding: registry.exposition(format, names: Set(names)), as: UTF8.self)
            let found = body.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map {
                $0.split(separator: " ")[2]
            }
            #expect(found.joined(separator: " ").replacing("_total", with: "") == families)
        }
    }
}
