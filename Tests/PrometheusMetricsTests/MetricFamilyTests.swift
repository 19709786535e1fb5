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
        gauge.set(8)
        #expect(registry.exposition() == Array("# HELP g H\n# TYPE g gauge\ng{x=\"2\"} 0\n".utf8))
        #expect(try family.with("1").value == 0)
        family.remove(["1"])
        family.remove(["2"])
        #expect(registry.exposition().isEmpty)
    }
}
