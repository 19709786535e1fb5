import ExpositionChecker
import PrometheusMetrics
import Testing

@Suite("Text exposition 0.0.4")
struct ExpositionTests {
    let registry = MetricRegistry()

    private func text() -> String {
        let body = registry.exposition()
        #expect(ExpositionChecker.strictText.check(body) == [])
        return String(decoding: body, as: UTF8.self)
    }

    @Test func anEmptyRegistryExposesNothing() {
        #expect(text() == "")
        #expect(ExpositionFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
    }

    @Test func counter() throws {
        let counter = try registry.counter("jobs_total", help: "Jobs done.")
        #expect(text() == "# HELP jobs_total Jobs done.\n# TYPE jobs_total counter\njobs_total 0\n")
        counter.increment()
        counter.increment(by: 41)
        #expect(counter.value == 42)
        #expect(text() == "# HELP jobs_total Jobs done.\n# TYPE jobs_total counter\njobs_total 42\n")
    }

    @Test func floatCounter() throws {
        let counter = try registry.floatCounter("open_seconds_total", help: "H")
        counter.add(1.25)
        counter.add(0.5)
        #expect(counter.value == 1.75)
        #expect(text().hasSuffix("# TYPE open_seconds_total counter\nopen_seconds_total 1.75\n"))
    }

    @Test func gauge() throws {
        let gauge = try registry.gauge("level", help: "H")
        gauge.set(2.5)
        gauge.add(-1)
        gauge.increment()
        gauge.increment()
        gauge.decrement()
        #expect(gauge.value == 2.5)
        #expect(text() == "# HELP level H\n# TYPE level gauge\nlevel 2.5\n")
    }

    @Test(arguments: [
        (3.0, "3"), (-3, "-3"), (-0.0, "0"), (0.1, "0.1"), (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
        (1_767_323_045.123, "1767323045.123"), (9_007_199_254_740_991, "9007199254740991"), (1e300, "1e+300"),
        (.leastNonzeroMagnitude, "5e-324"),
    ])
    func values(number: Double, written: String) throws {
        try registry.gauge("g", help: "H").set(number)
        #expect(text().hasSuffix("\ng \(written)\n"))
    }

    @Test func histogram() throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", buckets: [0.005, 1, 10])
        for value in [0.005, 0.0051, 1, 2.5, 11, .nan] { histogram.observe(value) }
        #expect(
            text() == """
                # HELP wait_seconds Wait.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.005"} 1
                wait_seconds_bucket{le="1.0"} 3
                wait_seconds_bucket{le="10.0"} 4
                wait_seconds_bucket{le="+Inf"} 5
                wait_seconds_sum 14.5101
                wait_seconds_count 5

                """
        )
        let snapshot = histogram.snapshot()
        #expect(snapshot.bounds == [0.005, 1, 10])
        #expect(snapshot.cumulativeCounts == [1, 3, 4, 5])
        #expect(snapshot.count == 5)
    }

    @Test func labelledHistogram() throws {
        let family = try registry.histogramFamily("d_seconds", help: "D", labels: ["source"], buckets: [1, .infinity])
        try family.with("stale").observe(0.5)
        #expect(
            text() == """
                # HELP d_seconds D
                # TYPE d_seconds histogram
                d_seconds_bucket{source="stale",le="1.0"} 1
                d_seconds_bucket{source="stale",le="+Inf"} 1
                d_seconds_sum{source="stale"} 0.5
                d_seconds_count{source="stale"} 1

                """
        )
    }

    @Test func familiesByNameAndSeriesByLabelValues() throws {
        let requests = try registry.counterFamily("requests_total", help: "R", labels: ["method", "code"])
        let state = try registry.gaugeFamily("breaker_state", help: "B", labels: ["address"])
        try requests.with("POST", "200").increment()
        try requests.with("GET", "500").increment(by: 2)
        _ = try requests.with("GET", "200")
        try state.with("").set(1)
        #expect(
            text() == """
                # HELP breaker_state B
                # TYPE breaker_state gauge
                breaker_state{address=""} 1
                # HELP requests_total R
                # TYPE requests_total counter
                requests_total{method="GET",code="200"} 0
                requests_total{method="GET",code="500"} 2
                requests_total{method="POST",code="200"} 1

                """
        )
    }

    @Test func escaping() throws {
        let family = try registry.counterFamily("e_total", help: "a\\b\n\"c\"", labels: ["l"])
        try family.with("a\\b\n\"c\" é").increment()
        #expect(
            text() == """
                # HELP e_total a\\\\b\\n"c"
                # TYPE e_total counter
                e_total{l="a\\\\b\\n\\"c\\" é"} 1

                """
        )
    }

    @Test func callback() throws {
        try registry.collect("pool_connections", help: "P", type: .gauge, labels: ["state"]) { writer in
            writer.sample(["idle"], 1)
            writer.sample(["active"], 2)
            writer.sample(["idle"], 3)
        }
        try registry.collect("uptime_seconds_total", help: "U", type: .counter) { $0.sample(1.5) }
        try registry.collect("unknown", help: "N", type: .gauge) { _ in }
        #expect(
            text() == """
                # HELP pool_connections P
                # TYPE pool_connections gauge
                pool_connections{state="active"} 2
                pool_connections{state="idle"} 3
                # HELP uptime_seconds_total U
                # TYPE uptime_seconds_total counter
                uptime_seconds_total 1.5

                """
        )
    }

    @Test func buildInfo() throws {
        try registry.registerBuildInfo(version: "1.2.3", revision: "abc", swiftVersion: "6.3")
        #expect(text().hasSuffix("\nbuild_info{version=\"1.2.3\",revision=\"abc\",swift_version=\"6.3\"} 1\n"))
    }
}
