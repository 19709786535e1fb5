import Foundation
import Testing

@testable import Lab

@Suite struct CurveTests {
    private let range = PromQL.Interval(start: PromQL.Instant(seconds: 100), end: PromQL.Instant(seconds: 104))

    private func answer(_ labels: String, _ values: String) throws -> RangeAnswer.Series {
        let body = """
            {"status": "success", "data": {"resultType": "matrix", "result": [{"metric": \(labels), "values": \(values)}]}}
            """
        return try #require(try JSONDecoder().decode(RangeAnswer.self, from: Data(body.utf8)).series.first)
    }

    @Test func everyLineAsksForEveryModeAtOnce() {
        #expect(CurveCatalog.questions.map(\.id) == Curve.Identity.allCases)
        for question in CurveCatalog.questions {
            #expect(question.lines.map(\.name) == question.id.styles.map(\.line))
            for line in question.lines {
                #expect(line.promQL.contains("sum by (target") || line.promQL.contains("sum by (mode"))
                for mode in Mode.allCases { #expect(!line.promQL.contains("\"\(mode.rawValue)\"")) }
            }
        }
    }

    @Test func everyOutcomeIsInOneLine() throws {
        let lines = try #require(CurveCatalog.questions.first { $0.id == .answers }).lines
        for outcome in ["fresh", "stale", "partial", "rejected", "error", "timeout"] {
            #expect(lines.count { $0.promQL.contains(outcome) } == 1)
        }
    }

    @Test func theRangeHoldsTheSteadyStateTheFaultAndTheRecovery() {
        let window = FaultWindow(profile: .quick, experiment: "hang")
        let fault = PromQL.Interval(start: PromQL.Instant(seconds: 100.7), end: PromQL.Instant(seconds: 120.7))
        let range = CurveCatalog.range(fault, window, now: PromQL.Instant(seconds: 136.2))
        #expect(range.start.seconds == 94)
        #expect(range.end.seconds == 136)
        // What comes long after the recovery belongs to another experiment.
        #expect(CurveCatalog.range(fault, window, now: PromQL.Instant(seconds: 900)).end.seconds == 139)
    }

    @Test func aValueStandsAtItsTimeAndWhatIsMissingIsNil() throws {
        let answer = try answer(
            #"{"target": "full"}"#,
            #"[[101, "1.5"], [102, "NaN"], [104, "+Inf"], [105, "9"], [99, "9"]]"#
        )
        let series = try #require(CurveTaker.series(answer, "fresh", range, 5))
        #expect(series.values == [nil, 1.5, nil, nil, nil])
        #expect(series.mode == .full && series.line == "fresh" && series.breaker == nil)
    }

    @Test func breakersAreNamedAndWhatIsNoModesIsLeftOut() throws {
        let call = try answer(#"{"mode": "full", "scope": "call"}"#, #"[[100, "1"]]"#)
        let endpoint = try answer(
            #"{"mode": "full", "scope": "endpoint", "address": "127.0.0.1:1"}"#,
            #"[[100, "1"]]"#
        )
        #expect(CurveTaker.series(call, "open", range, 5)?.breaker == "calls")
        #expect(CurveTaker.series(endpoint, "open", range, 5)?.breaker == "127.0.0.1:1")
        let other = try answer(#"{"mode": "other"}"#, #"[[100, "1"]]"#)
        #expect(CurveTaker.series(other, "open", range, 5) == nil)
    }

    @Test(arguments: [
        (0.333_333, 0.3333), (1_234.56, 1_235), (0, 0), (-0.001_234_56, -0.001_235), (49.999_99, 50), (1e-12, 0),
    ])
    func valuesAreRounded(value: Double, rounded: Double) {
        #expect(CurveTaker.rounded(value) == rounded)
    }

    @Test func aRefusedRangeIsAnErrorWithPrometheusReason() {
        let body = #"{"status": "error", "errorType": "bad_data", "error": "too many points"}"#
        #expect(throws: LabError("Prometheus refused the query: too many points")) {
            try JSONDecoder().decode(RangeAnswer.self, from: Data(body.utf8))
        }
    }

    @Test func curvesSurviveARoundTripAndDamageIsSeen() throws {
        let set = ReportFixture.curves()
        #expect(try JSONDecoder().decode(CurveSet.self, from: JSONEncoder().encode(set)) == set)
        #expect(set.isWhole)
        let short = CurveSet(start: 0, step: 1, count: 20, fault: set.fault, curves: set.curves)
        let still = CurveSet(start: 0, step: 0, count: 21, fault: set.fault, curves: set.curves)
        #expect(!short.isWhole && !still.isWhole)
        for value in [1e300, -1e13] {
            let series = ReportFixture.series(.full, "in flight") { $0 == 3 ? value : 1 }
            let wild = Curve(id: .inFlight, queries: [], series: [series])
            #expect(!CurveSet(start: 0, step: 1, count: 21, fault: set.fault, curves: [wild]).isWhole)
            #expect(!CurveSet(start: value, step: 1, count: 21, fault: set.fault, curves: []).isWhole)
        }
        let tiny = Curve(
            id: .latency,
            queries: [],
            series: [ReportFixture.series(.full, "p50") { _ in .leastNonzeroMagnitude }]
        )
        #expect(!CurveSet(start: 0, step: 1, count: 21, fault: set.fault, curves: [tiny]).isWhole)
        #expect(!CurveSet(start: 0, step: 1e12, count: 21, fault: set.fault, curves: []).isWhole)
        #expect(!CurveSet(start: 0, step: 1, count: .max, fault: set.fault, curves: []).isWhole)
    }

    @Test func aCurveIsToldInWords() throws {
        let set = ReportFixture.curves()
        let answers = try #require(set[.answers])
        #expect(
            CurveSummary.text(answers, .full, of: set)
                == "Means. fresh: before the fault 50, during 10, after 50; "
                + "failed: before the fault 0, during 40, after 0."
        )
        let inFlight = try #require(set[.inFlight])
        #expect(
            CurveSummary.text(inFlight, .full, of: set)
                == "Highest values. in flight: before the fault 1, during 7, after 1."
        )
        let breakers = try #require(set[.breakers])
        #expect(CurveSummary.text(breakers, .baseline, of: set) == "No breaker in this mode.")
        #expect(
            CurveSummary.text(breakers, .full, of: set).contains(
                "breaker of calls open: before the fault 0 %, during 50 %"
            )
        )
    }
}
