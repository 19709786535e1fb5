/// A run's report: one page that needs nothing else. Pure; the same run gives the same bytes.
struct ReportPage {
    let results: Results
    /// By experiment; those without have no charts.
    let curves: [String: CurveSet]
    /// By experiment, in its own words.
    let descriptions: [String: String]

    var html: String {
        let run = results.run
        let items = results.experiments.map { experiment in
            let link = "<a href=\"#\(HTML.identifier(experiment.name))\">\(HTML.text(experiment.name))</a>"
            return "<li>\(link) \(VerdictText.html(experiment.verdict))</li>"
        }.joined(separator: "\n")
        let sections = results.experiments.map {
            ExperimentSection(result: $0, curves: curves[$0.name], description: descriptions[$0.name]).html
        }.joined()
        let rate = HTML.text("\(run.rate) requests per second and mode\(run.settingsNote)")
        return Self.page(
            title: "Resilience lab, run \(run.id)",
            heading: """
                <p>\(HTML.text(ScoreboardTable.summary(results))). Profile \(run.profile.rawValue), \(rate), \
                every number from Prometheus alone.</p>
                \(missing)<nav aria-label="Experiments"><ul>
                \(items)
                </ul></nav>
                """,
            body: OverviewSection(results: results).html + ScoreboardSection(results: results).html + sections
                + Self.reading
        )
    }

    /// What an interrupted run did not come to.
    private var missing: String {
        let ended = Set(results.experiments.map(\.name))
        let missing = (results.planned ?? []).filter { !ended.contains($0) }
        guard !missing.isEmpty else { return "" }
        let names = HTML.text(missing.joined(separator: ", "))
        return "<p><strong>The run ended early.</strong> Not run to the end: \(names).</p>\n"
    }

    /// What a reader must know of every chart.
    static let reading = """
        <section aria-labelledby="reading">
        <h2 id="reading">How to read the charts</h2>
        <p>Each row of charts is one measure, each column one mode of the client; the charts of a row have the same \
        scales. Time is in seconds from the fault’s start, and the fault is shaded. Rates and percentiles look back \
        \(CurveCatalog.lookBack) s, so that they bend a little after what bent them; the figures of the scoreboard do \
        not. Where an experiment lasted longer than \(ChartRow.pointLimit) s, a point of a chart stands for several \
        seconds: for their mean, or the highest of them for latency and requests in flight.</p>
        </section>

        """

    static func page(title: String, heading: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="icon" href="data:,">
        <title>\(HTML.text(title))</title>
        <style>
        \(ReportStyle.sheet)\(ChartStyle.sheet)</style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the results</a>
        \(ChartStyle.patterns)
        <header>
        <h1>\(HTML.text(title))</h1>
        \(heading)
        </header>
        <main id="main" tabindex="-1">
        \(body)</main>
        </body>
        </html>

        """
    }
}
