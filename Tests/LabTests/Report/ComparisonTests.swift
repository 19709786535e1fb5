import Foundation
import Testing

@testable import Lab

@Suite struct ComparisonTests {
    private let comparison = Comparison(
        first: ReportFixture.results([ReportFixture.experiment(fresh: 0.2), ReportFixture.experiment("latency")]),
        second: ReportFixture.results([
            ReportFixture.experiment("hang", .failed, reasons: ["<why>"], fresh: 0.325),
            ReportFixture.experiment("crash-loop", fresh: nil),
        ])
    )

    private static let changes: [(Double?, Double?, Figure.Unit, String)] = [
        (0.2, 0.325, .ratio, "+12.5 pt"), (0.9, 0.8, .ratio, "-10.0 pt"), (0.5, 0.499_99, .ratio, "0.0 pt"),
        (1.2, 0.2, .change, "-100 pt"), (25, 28, .count, "+3"), (28, 25, .count, "-3"), (2, 3, .seconds, "+50 %"),
        (2, 1, .seconds, "-50 %"), (0, 0, .seconds, "0 %"), (0, 1, .seconds, "n/a"), (nil, 1, .count, "n/a"),
        (1, nil, .ratio, "n/a"), (1, .nan, .ratio, "n/a"),
    ]

    @Test(arguments: changes)
    func changesAreInTheUnitTheyAreReadIn(before: Double?, after: Double?, unit: Figure.Unit, text: String) {
        #expect(FigureChange.text(before, after, unit) == text)
    }

    @Test func theTableHasBothRunsAndTheChange() {
        let lines = ComparisonTable(comparison: comparison).text.split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(lines.allSatisfy { $0.count <= 80 })
        let block = lines.dropFirst(3).prefix(5)
        #expect(
            Array(block) == [
                "hang: A passed, B failed",
                "                                 baseline      retry    breaker       full",
                "  fresh answers              A     20.0 %     20.0 %     20.0 %     20.0 %",
                "                             B     32.5 %     32.5 %     32.5 %     32.5 %",
                "                        change   +12.5 pt   +12.5 pt   +12.5 pt   +12.5 pt",
            ]
        )
    }

    @Test func whatOneRunDoesNotHaveIsSaid() {
        let text = ComparisonTable(comparison: comparison).text
        #expect(comparison.pairs.map(\.name) == ["hang", "latency", "crash-loop"])
        #expect(text.contains("latency: A passed, B not run") && text.contains("crash-loop: A not run, B passed"))
        #expect(comparison.pairs[1].figures.isEmpty && comparison.pairs[2].figures.isEmpty)
    }

    @Test func runsThatAreNotAlikeCarryAWarning() {
        #expect(comparison.caveats.isEmpty)
        var options = RunOptions()
        (options.profile, options.rate, options.seed, options.faultWindow) = (.seed, 80, 21, 10)
        let manifest = RunManifest(options: options, startedAt: Date(timeIntervalSince1970: 9))
        let other = Comparison(first: comparison.first, second: Results(run: manifest, experiments: []))
        #expect(
            other.caveats == [
                "not the same profile: A quick, B seed", "not the same rate: A 50/s, B 80/s",
                "not the same seed: A 20, B 21", "not the same fault window: A the profile's, B 10 s",
            ]
        )
    }

    @Test func thePageShowsBothRunsChartsSideBySide() {
        let page = ComparisonPage(
            comparison: comparison,
            firstCurves: ["hang": ReportFixture.curves()],
            secondCurves: ["hang": ReportFixture.curves(rate: 190)]
        ).html
        let captions = ReportFixture.all(between: "<figcaption>", and: "</figcaption>", in: page)
        #expect(
            captions.prefix(3) == [
                "baseline <span class=\"run\">A</span>", "baseline <span class=\"run\">B</span>",
                "retry <span class=\"run\">A</span>",
            ]
        )
        let identifiers = ReportFixture.all(between: " id=\"", and: "\"", in: page)
        #expect(Set(identifiers).count == identifiers.count)
        #expect(page.contains("<tr class=\"change\"><th scope=\"row\">change<td>+12.5 pt"))
        #expect(page.contains("✗ failed") && page.contains("not run"))
    }

    @Test func figuresOfEitherRunAreCompared() {
        let pair = Comparison.Pair(
            name: "hang",
            first: ReportFixture.experiment(),
            second: ExperimentResult(
                name: "hang",
                verdict: .passed,
                reasons: [],
                findings: [],
                window: nil,
                journal: nil,
                figures: [
                    ReportFixture.figure("useful-answers", .ratio, 1), ReportFixture.figure("another", .count, 1),
                ]
            )
        )
        #expect(pair.figures.map { $0.first?.id } == ["fresh-answers", "useful-answers", nil])
        #expect(pair.figures.map { $0.second?.id } == [nil, "useful-answers", "another"])
    }
}
