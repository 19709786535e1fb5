/// The scoreboard as tables: each experiment's figures by mode, beside what the original claimed. Pure.
struct ScoreboardSection {
    let results: Results

    var html: String {
        let blocks = results.experiments.map(block).joined()
        let legend = ScoreboardTable.notes(results).map {
            "<p class=\"note\">\(HTML.text($0.joined(separator: " ")))</p>"
        }.joined(separator: "\n")
        return """
            <section aria-labelledby="scoreboard">
            <h2 id="scoreboard">Scoreboard</h2>
            <div class="board">
            \(blocks)</div>
            \(legend)
            </section>

            """
    }

    private func block(_ experiment: ExperimentResult) -> String {
        guard !experiment.figures.isEmpty else { return "" }
        let id = "figures-\(HTML.identifier(experiment.name))"
        let modes = Mode.allCases.map { "<th scope=\"col\" role=\"columnheader\">\($0.rawValue)</th>" }.joined()
        let rows = experiment.figures.map(row).joined(separator: "\n")
        return """
            <div><h3 id="\(id)">\(HTML.text(experiment.name))</h3>
            <table class="figures" role="table" aria-labelledby="\(id)">
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">figure</th>\(modes)\
            <th scope="col" role="columnheader" class="claim">original</th></tr></thead>
            <tbody role="rowgroup">
            \(rows)
            </tbody></table></div>

            """
    }

    private func row(_ figure: Figure) -> String {
        let cells = Mode.allCases.map {
            "<td role=\"cell\">\(HTML.text(FigureFormat.text(figure.modes[$0]?.value, figure.unit)))</td>"
        }.joined()
        let claim = HTML.text(FigureFormat.claim(figure.claim, figure.unit))
        return "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">\(HTML.text(figure.title))</th>\(cells)"
            + "<td role=\"cell\" class=\"claim\">\(claim)</td></tr>"
    }
}
