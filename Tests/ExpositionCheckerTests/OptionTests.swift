import ExpositionChecker
import Testing

@Suite("What a checker asks for beyond the formats")
struct OptionTests {
    private static let ordered = ExpositionChecker(format: .text, requiresOrder: true)

    @Test(arguments: [
        Case("names as bytes", "B 1\na 1\na_b 1\nab 1\n"),
        Case("families out of order", "b 1\na 1\nc 1\n", "2: a out of order: after b"),
        Case(
            "series in order",
            "a{x=\"1\",y=\"2\"} 1\na{x=\"1\",y=\"3\"} 1\na{x=\"10\",y=\"0\"} 1\na{x=\"2\",y=\"0\"} 1\n"
        ),
        Case("no labels first", "a 1\na{x=\"1\"} 1\na{x=\"1\",y=\"1\"} 1\n"),
        Case("series out of order", "a{x=\"2\"} 1\na{x=\"1\"} 1\na{x=\"3\"} 1\n", "2: series out of order within a"),
        Case("values as bytes, though they mean the same", "a{x=\"e\u{301}\"} 1\na{x=\"\u{E9}\"} 1\n"),
        Case("by the label's name", "a{y=\"1\"} 1\na{x=\"2\"} 1\n", "2: series out of order within a"),
        Case(
            "histograms without their bounds",
            """
            # TYPE a histogram
            a_bucket{le="2",x="1"} 0
            a_bucket{le="+Inf",x="1"} 0
            a_sum{x="1"} 0
            a_count{x="1"} 0
            a_bucket{x="0",le="1"} 0
            a_bucket{x="0",le="+Inf"} 0
            a_sum{x="0"} 0
            a_count{x="0"} 0

            """,
            "6: series out of order within a"
        ),
    ])
    func order(_ body: Case) {
        body.expect(Self.ordered)
        #expect(ExpositionChecker(format: .text).check(body.body.utf8) == [])
    }

    /// So that a registry in one order writes both formats in it.
    @Test func aCounterIsOrderedByTheNameOfItsSamples() {
        let checker = ExpositionChecker(format: .openMetrics, requiresOrder: true)
        Case("in order", "# TYPE a_b gauge\na_b 1\n# TYPE a counter\na_total 1\n").expect(checker)
        Case("out of order", "# TYPE a counter\na_total 1\n# TYPE a_b gauge\na_b 1\n", "3: a_b out of order: after a")
            .expect(checker)
    }

    @Test(arguments: [
        Case("nothing", "a 1\n", "1: a has no TYPE", "1: a has no HELP"),
        Case("no type", "# HELP a A.\na 1\n", "1: a has no TYPE"),
        Case("no help", "# TYPE a gauge\na 1\n", "1: a has no HELP"),
        Case("no samples", "# TYPE a gauge\n"),
        Case("all", "# TYPE a gauge\n# HELP a A.\na 1\n"),
    ])
    func metadata(_ body: Case) {
        for format in ExpositionChecker.Format.allCases {
            body.expect(ExpositionChecker(format: format, requiresMetadata: true))
        }
    }

    @Test func samplesAreReadInTheBodysOrder() throws {
        let body = "# TYPE a counter\na_total{y=\"\\n\",x=\"\"} 1.5 2 # {t=\"u\"} 3 4\nb NaN\n-\n# EOF\n"
        let report = ExpositionChecker(format: .openMetrics).read(body.utf8)
        #expect(report.findings.map(\.line) == [4])
        #expect(report.samples.map(\.name) == ["a_total", "b"])
        let sample = try #require(report.samples.first)
        #expect(sample.line == 2)
        #expect(sample.labels.map(\.name) == ["y", "x"])
        #expect(sample.labels.map(\.value) == ["\n", ""])
        #expect(sample.value == 1.5)
        let exemplar = try #require(sample.exemplar)
        #expect(exemplar.labels.map(\.value) == ["u"])
        #expect(exemplar.value == 3)
        let measured = try #require(exemplar.timestamp)
        #expect(try #require(sample.timestamp) < measured)
    }
}
