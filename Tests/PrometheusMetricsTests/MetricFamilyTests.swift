import PrometheusMetrics
import Testing

@Suite("Metric families")
struct MetricFamilyTests {
    @Test func theSameValuesGiveTheSameInstrument() throws {
        let family = try MetricRegistry().counterFamily("a_total", help: "H", labels: ["x", "y"])
        let first = try family.with("1", "2")
        #expect(try family.with(["1", "2"]) === first)
        #expect(try family.with("2", "1") !== first)
    }

    @Test func aWrongNumberOfValuesIsRefused() throws {
        let family = try MetricRegistry().counterFamily("a_total", help: "H", labels: ["x", "y"])
        #expect(throws: MetricError.labelCountMismatch(metric: "a_total", expected: 2, actual: 1)) {
            try family.with("1")
        }
    }

    @Test func valuesAreTheSameIfTheirBytesAre() throws {
        let registry = MetricRegistry()
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(composed == decomposed)
        let family = try registry.gaugeFamily("g", help: "H", labels: ["x"])
        #expect(try family.with(composed) !== family.with(decomposed))
        try registry.collect("k", help: "H", type: .gauge, labels: ["x"]) { writer in
            writer.sample([composed], 1)
            writer.sample([decomposed], 2)
            writer.sample([composed], 3)
        }
        let lines = String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n").filter {
            $0.first != "#"
        }
        let expected = [
            "g{x=\"\(decomposed)\"} 0", "g{x=\"\(composed)\"} 0", "k{x=\"\(decomposed)\"} 2", "k{x=\"\(composed)\"} 3",
        ]
        #expect(lines.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test func aRemovedSeriesIsGoneAndBeginsAnew() throws {
        let registry = MetricRegistry()
        let family = try registry.gaugeFamily("g", help: "H", labels: ["x"])
        let gauge = try family.with("1")
        gauge.set(7)
        _ = try family.with("2")
        let before = "# HELP g H\n# TYPE g gauge\ng{x=\"1\"} 7\ng{x=\"2\"} 0\n"
        #expect(registry.exposition() == Array(before.utf8))
        family.remove(["1"])
        family.remove(["never there"])
        family.remove(["2", "one value too many"])
        family.remove([])
        gauge.set(8)
        #expect(registry.exposition() == Array("# HELP g H\n# TYPE g gauge\ng{x=\"2\"} 0\n".utf8))
        #expect(try family.with("1").value == 0)
        family.remove(["1"])
        family.remove(["2"])
        #expect(registry.exposition().isEmpty)
    }
}
