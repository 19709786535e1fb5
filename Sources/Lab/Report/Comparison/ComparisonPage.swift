/// Two runs on one page that needs nothing else: figures with their change, and the charts of both on the same scales.
/// Pure.
struct ComparisonPage {
    let comparison: Comparison
    /// By experiment.
    let firstCurves: [String: CurveSet]
    let secondCurves: [String: CurveSet]

    var html: String {
        let items = comparison.pairs.map { pair in
            "<li><a href=\"#\(HTML.identifier(pair.name))\">\(HTML.text(pair.name))</a></li>"
        }.joined(separator: "\n")
        let caveats = comparison.caveats.map { "<p><strong>\(HTML.text($0))</strong></p>\n" }.joined()
        return ReportPage.page(
            title: "Resilience lab, two runs",
            heading: """
                <p>A: run \(Self.run(comparison.first)).<br>B: run \(Self.run(comparison.second)).</p>
                \(caveats)<nav aria-label="Experiments"><ul>
                \(items)
                </ul></nav>
                """,
            body: comparison.pairs.map(section).joined() + ReportPage.reading
        )
    }

    private static func run(_ results: Results) -> String {
        let run = results.run
        return HTML.text(
            "\(run.id), profile \(run.profile.rawValue), \(run.rate) requests per second and mode\(run.settingsNote)"
        )
    }

    private func section(_ pair: Comparison.Pair) -> String {
        let id = HTML.identifier(pair.name)
        func verdict(_ result: ExperimentResult?) -> String {
            result.map { VerdictText.html($0.verdict) } ?? "<span class=\"quiet\">not run</span>"
        }
        return """
            <section aria-labelledby="\(id)">
            <h2 id="\(id)">\(HTML.text(pair.name))</h2>
            <p>A \(verdict(pair.first)), B \(verdict(pair.second))</p>
            \(figures(pair))\(charts(pair.name))</section>

            """
    }

    private func charts(_ name: String) -> String {
        let sources = [("A", firstCurves[name]), ("B", secondCurves[name])].compactMap { run, set in
            set.map { ChartRow.Source(name: run, set: $0) }
        }
        guard !sources.isEmpty else { return "" }
        return Curve.Identity.allCases.map { ChartRow(experiment: name, id: $0, sources: sources).html }.joined()
    }

    private func figures(_ pair: Comparison.Pair) -> String {
        let figures = pair.figures
        guard !figures.isEmpty else { return "" }
        let modes = Mode.allCases.map { "<th scope=\"col\">\($0.rawValue)" }.joined()
        let rows = figures.map { first, second in Self.rows(first, second) }.joined(separator: "\n")
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(HTML.text(pair.name)), figures">
            <table class="compared"><thead><tr><th scope="col">figure<th scope="col">run\(modes)
            \(rows)
            </table></div>

            """
    }

    /// A figure in three rows; the change last, because it is what one looks for.
    private static func rows(_ first: Figure?, _ second: Figure?) -> String {
        guard let figure = first ?? second else { return "" }
        func values(_ of: Figure?) -> String {
            Mode.allCases.map {
                "<td>\(HTML.text(FigureFormat.text(of?.modes[$0]?.value, figure.unit)))"
            }.joined()
        }
        let changes = Mode.allCases.map {
            "<td>\(HTML.text(FigureChange.text(first?.modes[$0]?.value, second?.modes[$0]?.value, figure.unit)))"
        }.joined()
        return """
            <tbody><tr><th scope="rowgroup" rowspan="3">\(HTML.text(figure.title))<th scope="row">A\(values(first))
            <tr><th scope="row">B\(values(second))
            <tr class="change"><th scope="row">change\(changes)
            """
    }
}
