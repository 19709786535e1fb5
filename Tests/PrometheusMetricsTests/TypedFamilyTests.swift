import PrometheusMetrics
import Testing

@Suite("Families with typed labels")
struct TypedFamilyTests {
    enum Method: String, LabelValue, CaseIterable { case get = "GET", put = "PUT" }

    let registry = MetricRegistry()

    @Test func valuesAreWrittenAsTheirTypesSay() throws {
        let family = try registry.counterFamily(
            "requests_total",
            help: "R",
            labels: Label("method", Method.self),
            Label("code", Int.self),
            Label("cached", Bool.self),
            Label("upstream")
        )
        family.with(.get, 200, false, "a\"b").increment(by: 3)
        #expect(family.with(.get, 200, false, "a\"b") === family.with(.get, 200, false, "a\"b"))
        #expect(
            String(decoding: registry.exposition(), as: UTF8.self).hasSuffix(
                #"requests_total{method="GET",code="200",cached="false",upstream="a\"b"} 3"# + "\n"
            )
        )
        family.remove(.get, 200, false, "a\"b")
        #expect(registry.exposition().isEmpty)
    }

    @Test func aTableHoldsEveryCaseAtZero() throws {
        let family = try registry.gaugeFamily("level", help: "L", labels: Label("method", Method.self))
        let table = CaseTable { family.with($0) }
        table[.put].set(4)
        #expect(
            String(decoding: registry.exposition(), as: UTF8.self)
                == "# HELP level L\n# TYPE level gauge\nlevel{method=\"GET\"} 0\nlevel{method=\"PUT\"} 4\n"
        )
    }

    @Test func everyInstrumentHasThem() throws {
        try registry.floatCounterFamily("a_seconds_total", help: "A", labels: Label("x")).with("1").add(0.5)
        try registry.histogramFamily("b", help: "B", labels: Label("x"), buckets: [1]).with("1").observe(2)
        let text = String(decoding: registry.exposition(), as: UTF8.self)
        #expect(text.contains("a_seconds_total{x=\"1\"} 0.5\n"))
        #expect(text.contains("b_bucket{x=\"1\",le=\"+Inf\"} 1\n"))
    }

    @Test func labelNamesAreChecked() {
        #expect(throws: MetricError.invalidLabel(metric: "a", label: "x-y")) {
            try registry.gaugeFamily("a", help: "H", labels: Label("x-y"))
        }
        #expect(throws: MetricError.reservedLabel(metric: "a", label: "le")) {
            try registry.histogramFamily("a", help: "H", labels: Label("le"), buckets: [1])
        }
        #expect(throws: MetricError.duplicateLabel(metric: "a", label: "x")) {
            try registry.gaugeFamily("a", help: "H", labels: Label("x"), Label("x"))
        }
    }
}
