import PrometheusMetrics
import Testing

@Suite("Registration")
struct RegistrationTests {
    let registry = MetricRegistry()

    @Test(arguments: ["", "_", "_a", "1a", "a-b", "a b", "é", "a\n"])
    func illegalNames(name: String) {
        #expect(throws: MetricError.invalidName(name)) { try registry.counter(name, help: "H") }
    }

    @Test(arguments: ["a", "a_:b", ":a", "A9", "build_info", "total", "total_a"])
    func legalNames(name: String) throws {
        _ = try registry.gauge(name, help: "H")
        _ = try MetricRegistry().counter(name + "_total", help: "H")
    }

    @Test(arguments: ["a", "a_totals", "a_total_"])
    func aCounterEndsInTotal(name: String) {
        #expect(throws: MetricError.counterWithoutTotal(name)) { try registry.counter(name, help: "H") }
        #expect(throws: MetricError.counterWithoutTotal(name)) {
            try registry.collect(name, help: "H", type: .counter) { _ in }
        }
    }

    @Test(arguments: ["_total", "_created", "_bucket", "_count", "_sum"])
    func noOtherEndsAsAnotherTypesSamplesDo(suffix: String) {
        #expect(throws: MetricError.reservedSuffix(metric: "a" + suffix, suffix: suffix)) {
            try registry.gauge("a" + suffix, help: "H")
        }
        #expect(throws: MetricError.reservedSuffix(metric: "a" + suffix, suffix: suffix)) {
            try registry.histogram("a" + suffix, help: "H", buckets: [1])
        }
    }

    @Test(arguments: ["", "1a", "a:b", "a-b"])
    func illegalLabels(label: String) {
        #expect(throws: MetricError.invalidLabel(metric: "a", label: label)) {
            try registry.gaugeFamily("a", help: "H", labels: [label])
        }
    }

    @Test func reservedAndDoubleLabels() throws {
        #expect(throws: MetricError.reservedLabel(metric: "a", label: "_x")) {
            try registry.gaugeFamily("a", help: "H", labels: ["_x"])
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
        _ = try registry.counter("a_total", help: "H")
        #expect(throws: MetricError.duplicateName(metric: "a_total", sample: "a")) {
            try registry.counterFamily("a_total", help: "other", labels: ["x"])
        }
        // In OpenMetrics the family of the counter is called `a`.
        #expect(throws: MetricError.duplicateName(metric: "a", sample: "a")) { try registry.gauge("a", help: "H") }
        #expect(throws: MetricError.duplicateName(metric: "a", sample: "a")) {
            try registry.histogram("a", help: "H", buckets: [1])
        }
        _ = try registry.histogram("h", help: "H", buckets: [1])
        #expect(throws: MetricError.duplicateName(metric: "h_total", sample: "h")) {
            try registry.counter("h_total", help: "H")
        }
        _ = try registry.gauge("free", help: "H")
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
        #expect(
            MetricError.reservedSuffix(metric: "a_sum", suffix: "_sum").description
                == "metric a_sum: a name that ends in _sum is reserved for samples of another type"
        )
        #expect(
            MetricError.counterWithoutTotal("a").description == "metric a: the name of a counter must end in _total"
        )
    }
}
