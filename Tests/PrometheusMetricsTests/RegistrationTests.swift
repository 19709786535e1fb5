import PrometheusMetrics
import Testing

@Suite("Registration")
struct RegistrationTests {
    let registry = MetricRegistry()

    @Test(arguments: ["", "1a", "a-b", "a b", "é", "a\n"])
    func illegalNames(name: String) {
        #expect(throws: MetricError.invalidName(name)) { try registry.counter(name, help: "H") }
    }

    @Test(arguments: ["a", "_a:b", ":a", "A9"])
    func legalNames(name: String) throws {
        _ = try registry.counter(name, help: "H")
    }

    @Test(arguments: ["", "1a", "a:b", "a-b"])
    func illegalLabels(label: String) {
        #expect(throws: MetricError.invalidLabel(metric: "a", label: label)) {
            try registry.gaugeFamily("a", help: "H", labels: [label])
        }
    }

    @Test func reservedAndDoubleLabels() throws {
        #expect(throws: MetricError.reservedLabel(metric: "a", label: "__x")) {
            try registry.gaugeFamily("a", help: "H", labels: ["__x"])
        }
        #expect(throws: MetricError.reservedLabel(metric: "a", label: "le")) {
            try registry.histogramFamily("a", help: "H", labels: ["le"], buckets: [1])
        }
        #expect(throws: MetricError.duplicateLabel(metric: "a", label: "x")) {
            try registry.gaugeFamily("a", help: "H", labels: ["x", "y", "x"])
        }
        _ = try registry.gaugeFamily("a", help: "H", labels: ["le"])
    }

    @Test func aNameCanBeTakenOnce() throws {
        _ = try registry.counter("a", help: "H")
        #expect(throws: MetricError.duplicateName(metric: "a", sample: "a")) {
            try registry.gaugeFamily("a", help: "other", labels: ["x"])
        }
        _ = try registry.counter("h_count", help: "H")
        #expect(throws: MetricError.duplicateName(metric: "h", sample: "h_count")) {
            try registry.histogram("h", help: "H", buckets: [1])
        }
        _ = try registry.histogram("i", help: "H", buckets: [1])
        #expect(throws: MetricError.duplicateName(metric: "i_bucket", sample: "i_bucket")) {
            try registry.collect("i_bucket", help: "H", type: .gauge) { _ in }
        }
    }

    @Test(arguments: [[1, 1], [2, 1], [1, Double.nan], [-Double.infinity, 1], [Double.infinity, .infinity]])
    func illegalBuckets(bounds: [Double]) {
        #expect {
            try registry.histogram("h", help: "H", buckets: bounds)
        } throws: { error in
            if case .invalidBuckets(metric: "h", reason: _)? = error as? MetricError { true } else { false }
        }
    }

    @Test func aCallbackCannotBeAHistogram() {
        #expect(throws: MetricError.unsupportedCallbackType(metric: "h", type: .histogram)) {
            try registry.collect("h", help: "H", type: .histogram) { _ in }
        }
    }

    @Test func errorsSayWhatAndWhere() {
        let error = MetricError.duplicateName(metric: "h", sample: "h_count")
        #expect(error.description == "metric h: h_count is already registered")
    }
}
