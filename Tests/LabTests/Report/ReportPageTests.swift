import Foundation
import Testing

@testable import Lab

@Suite struct ReportPageTests {
    private let page = ReportFixture.page(ReportFixture.results([ReportFixture.experiment()]))

    @Test func everyChartHasATextAlternativeOfItsOwn() {
        let charts = ReportFixture.all(between: "<svg ", and: "</svg>", in: page).filter { !$0.contains("aria-hidden") }
        #expect(charts.count == Curve.Identity.allCases.count * Mode.allCases.count)
        for chart in charts {
            #expect(chart.contains("role=\"img\"") && chart.contains("<title") && chart.contains("<desc"))
        }
        let identifiers = ReportFixture.all(between: " id=\"", and: "\"", in: page)
        #expect(Set(identifiers).count == identifiers.count)
        for reference in ReportFixture.all(between: "labelledby=\"", and: "\"", in: page) {
            #expect(identifiers.contains(reference))
        }
        for reference in ReportFixture.all(between: "describedby=\"", and: "\"", in: page) {
            #expect(identifiers.contains(reference))
        }
        for link in ReportFixture.all(between: "href=\"#", and: "\"", in: page) { #expect(identifiers.contains(link)) }
    }

    @Test func thePageNeedsNothingElse() {
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("<script"))
        for link in ReportFixture.all(between: "href=\"", and: "\"", in: page) {
            #expect(link.hasPrefix("#") || link.hasPrefix("./hang/") || link == "data:,")
        }
    }

    @Test func theSameRunGivesTheSameBytes() {
        #expect(page == ReportFixture.page(ReportFixture.results([ReportFixture.experiment()])))
    }

    @Test func sharesAreRoundedDownAndUsefulAnswersAreShown() {
        #expect(page.contains("<span>20.0 % fresh</span><span>99.9 % useful</span>"))
        let bar = OverviewSection.bar(fresh: 0.2, useful: 0.9)
        #expect(bar.contains("class=\"fresh\" d=\"M0 0H20V8H0Z\""))
        #expect(bar.contains("class=\"degraded\" d=\"M20 0H90V8H20Z\""))
        #expect(bar.contains("class=\"failed\" d=\"M90 0H100V8H90Z\""))
        #expect(!OverviewSection.bar(fresh: 1, useful: 1).contains("failed"))
    }

    @Test func theQueriesStandUnderTheChartsAndTheFindings() {
        for promQL in ["fresh&lt;answers&gt;", "p99&lt;latency&gt;", "a &lt; 1", "fresh-answers of retry"] {
            #expect(page.contains("<code>\(promQL)</code>"))
        }
    }

    @Test func aFailureIsInWordsAndSaysWhy() {
        let failed = ReportFixture.experiment("hang", .failed, reasons: ["it did not break"])
        let page = ReportFixture.page(ReportFixture.results([failed]))
        #expect(page.contains("✗ failed") && page.contains("Why it failed") && page.contains("it did not break"))
        #expect(page.contains("1 of 2 held") && page.contains("<strong class=\"failed-text\">did not hold</strong>"))
    }

    @Test func aSkippedExperimentIsNoFailure() {
        let skipped = ExperimentResult(
            name: "network-partition",
            verdict: .skipped,
            reasons: ["not root"],
            findings: [],
            window: nil,
            journal: nil,
            figures: []
        )
        let page = ReportFixture.page(ReportFixture.results([skipped]), curves: [:])
        #expect(page.contains("– skipped") && page.contains("Why it was skipped") && page.contains("not root"))
        #expect(!page.contains("No curves were taken") && !page.contains("What users got"))
    }

    @Test func anExperimentWithoutCurvesSaysSo() {
        let page = ReportFixture.page(ReportFixture.results([ReportFixture.experiment()]), curves: [:])
        #expect(page.contains("No curves were taken of this experiment."))
    }

    @Test func aRunThatEndedEarlySaysWhatIsMissing() {
        let early = ReportFixture.results([ReportFixture.experiment()], planned: ["hang", "latency"])
        #expect(
            ReportFixture.page(early).contains("<strong>The run ended early.</strong> Not run to the end: latency.")
        )
        let whole = ReportFixture.results([ReportFixture.experiment()], planned: ["hang"])
        #expect(!ReportFixture.page(whole).contains("ended early"))
    }

    @Test func whatComesFromOutsideCannotBeMarkup() {
        let hostile = "<img src=x onerror=alert(1)>\"'&"
        let experiment = ExperimentResult(
            name: hostile,
            verdict: .failed,
            reasons: [hostile],
            findings: [Verdict.Finding(name: hostile, holds: false, promQL: hostile)],
            window: ReportFixture.fault,
            journal: hostile,
            figures: [
                Figure(
                    id: hostile,
                    title: hostile,
                    unit: .ratio,
                    claim: nil,
                    modes: [.full: Figure.Reading(value: 1, promQL: hostile)]
                )
            ]
        )
        let results = ReportFixture.results([experiment], planned: [hostile, hostile + "2"])
        let page = ReportPage(
            results: results,
            curves: [hostile: ReportFixture.curves()],
            descriptions: [hostile: hostile]
        ).html
        #expect(!page.contains("<img") && page.contains("&lt;img"))
    }

    @Test func aJournalsPathCannotLeadElsewhere() {
        for path in ["javascript:alert(1)", "//host/x", "https://host/x"] {
            let experiment = ExperimentResult(
                name: "hang",
                verdict: .passed,
                reasons: [],
                findings: [],
                window: nil,
                journal: path,
                figures: []
            )
            let page = ReportFixture.page(ReportFixture.results([experiment]), curves: [:])
            for link in ReportFixture.all(between: "href=\"", and: "\"", in: page) {
                #expect(link.hasPrefix("#") || link.hasPrefix("./") || link == "data:,")
            }
        }
    }

    /// Long curves, as of the slower profile, with as many series as there can be.
    @Test func eightLongExperimentsAreAPageOfReasonableSize() {
        let short = ReportFixture.curves()
        let count = 260
        func long(_ series: Curve.Series, _ mode: Mode) -> Curve.Series {
            let values = (0..<count).map { Optional(Double($0 * 37 % 1_000) / 7) }
            return Curve.Series(mode: mode, line: series.line, breaker: series.breaker, values: values)
        }
        let set = CurveSet(
            start: 1_000,
            step: 1,
            count: count,
            fault: short.fault,
            curves: short.curves.map { curve in
                let lines = curve.queries.map { query in
                    Curve.Series(
                        mode: .full,
                        line: query.line,
                        breaker: curve.id == .breakers ? "calls" : nil,
                        values: []
                    )
                }
                return Curve(
                    id: curve.id,
                    queries: curve.queries,
                    series: Mode.allCases.flatMap { mode in lines.map { long($0, mode) } }
                )
            }
        )
        let names = (1...8).map { "experiment-\($0)" }
        let page = ReportFixture.page(
            ReportFixture.results(names.map { ReportFixture.experiment($0) }),
            curves: Dictionary(uniqueKeysWithValues: names.map { ($0, set) })
        )
        #expect(page.utf8.count < 1_500_000)
    }
}
