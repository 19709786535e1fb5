import Foundation

@testable import Lab

/// A run with one experiment whose fault lasted from 5 s after the first value to 15 s after it.
enum ReportFixture {
    static let fault = PromQL.Interval(start: PromQL.Instant(seconds: 1_005), end: PromQL.Instant(seconds: 1_015))

    /// Twenty-one seconds: what `value` gives for each second from the fault's start.
    static func values(_ value: (Double) -> Double?) -> [Double?] { (0...20).map { value(Double($0) - 5) } }

    static func series(
        _ mode: Mode,
        _ line: String,
        _ breaker: String? = nil,
        _ value: (Double) -> Double?
    ) -> Curve.Series {
        Curve.Series(mode: mode, line: line, breaker: breaker, values: values(value))
    }

    private static func curve(_ id: Curve.Identity, _ series: [Curve.Series]) -> Curve {
        let queries = id.styles.map { Curve.Query(line: $0.line, promQL: "\($0.line)<\(id.rawValue)>") }
        return Curve(id: id, queries: queries, series: series)
    }

    /// - Parameter rate: the fresh answers a second before the fault.
    static func curves(rate: Double = 50) -> CurveSet {
        let fresh = { (time: Double) in (0..<10).contains(time) ? 10 : rate }
        let failed = { (time: Double) in (0..<10).contains(time) ? rate - 10 : 0 }
        return CurveSet(
            start: 1_000,
            step: 1,
            count: 21,
            fault: fault,
            curves: [
                curve(
                    .answers,
                    Mode.allCases.flatMap { mode in
                        [series(mode, "fresh", nil, fresh), series(mode, "failed", nil, failed)]
                    }
                ),
                curve(.latency, [series(.full, "p50") { _ in 0.001 }, series(.full, "p99") { $0 == 2 ? nil : 0.02 }]),
                curve(.attempts, [series(.full, "first") { _ in 50 }, series(.full, "repeated") { _ in 5 }]),
                curve(
                    .breakers,
                    [
                        series(.full, "open", "calls") { (0..<5).contains($0) ? 1 : 0 },
                        series(.full, "half-open", "calls") { $0 == 5 ? 1 : 0 },
                    ]
                ),
                curve(.inFlight, [series(.full, "in flight") { $0 == 3 ? 7 : 1 }]),
            ]
        )
    }

    static func figure(_ id: String, _ unit: Figure.Unit, _ value: Double?) -> Figure {
        let readings = Mode.allCases.map { ($0, Figure.Reading(value: value, promQL: "\(id) of \($0.rawValue)")) }
        return Figure(
            id: id,
            title: id.replacingOccurrences(of: "-", with: " "),
            unit: unit,
            claim: nil,
            modes: Dictionary(uniqueKeysWithValues: readings)
        )
    }

    static func experiment(
        _ name: String = "hang",
        _ verdict: Verdict.Outcome = .passed,
        reasons: [String] = [],
        fresh: Double? = 0.2
    ) -> ExperimentResult {
        ExperimentResult(
            name: name,
            verdict: verdict,
            reasons: reasons,
            findings: [
                Verdict.Finding(name: "before: it is well", holds: true, promQL: "a < 1"),
                Verdict.Finding(name: "it broke", holds: verdict == .passed, promQL: "b"),
            ],
            window: fault,
            journal: "\(name)/journal.json",
            figures: [figure("fresh-answers", .ratio, fresh), figure("useful-answers", .ratio, 0.999_6)]
        )
    }

    static func results(_ experiments: [ExperimentResult], planned: [String]? = nil) -> Results {
        let manifest = RunManifest(options: RunOptions(), startedAt: Date(timeIntervalSince1970: 0))
        return Results(run: manifest, planned: planned, experiments: experiments)
    }

    static func page(_ results: Results, curves: [String: CurveSet] = ["hang": Self.curves()]) -> String {
        ReportPage(results: results, curves: curves, descriptions: ["hang": "Nobody answers."]).html
    }

    /// What stands between two marks, once for each time they occur.
    static func all(between open: String, and close: String, in text: String) -> [String] {
        text.components(separatedBy: open).dropFirst().map { $0.components(separatedBy: close)[0] }
    }
}
