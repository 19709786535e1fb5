/// The report's first picture: what users of each mode got during each fault, as a bar of fresh, stale or partial, and
/// failed answers. Pure.
struct OverviewSection {
    let results: Results

    var html: String {
        let rows = results.experiments.compactMap(row).joined(separator: "\n")
        guard !rows.isEmpty else { return "" }
        let modes = Mode.allCases.map { "<th scope=\"col\" role=\"columnheader\">\($0.rawValue)</th>" }.joined()
        return """
            <section aria-labelledby="overview">
            <h2 id="overview">What users got while it was broken</h2>
            <p class="note">The share of answers during each fault. \(key)</p>
            <table class="overview" role="table">
            <thead role="rowgroup"><tr role="row">\
            <th scope="col" role="columnheader">experiment</th>\(modes)</tr></thead>
            <tbody role="rowgroup">
            \(rows)
            </tbody></table>
            </section>

            """
    }

    private var key: String {
        ChartKey.html(Curve.Identity.answers.styles.map { (name: $0.line, style: $0.style) })
    }

    private func row(_ experiment: ExperimentResult) -> String? {
        guard let fresh = experiment.figures.first(where: { $0.id == "fresh-answers" }),
            let useful = experiment.figures.first(where: { $0.id == "useful-answers" })
        else { return nil }
        let cells = Mode.allCases.map { mode in
            cell(fresh.modes[mode].flatMap(\.value), useful.modes[mode].flatMap(\.value))
        }.joined()
        let link = "<a href=\"#\(HTML.identifier(experiment.name))\">\(HTML.text(experiment.name))</a>"
        let head = "<th scope=\"row\" role=\"rowheader\">\(link) \(VerdictText.html(experiment.verdict))</th>"
        return "<tr role=\"row\">\(head)\(cells)</tr>"
    }

    private func cell(_ fresh: Double?, _ useful: Double?) -> String {
        guard let fresh, let useful else { return "<td role=\"cell\">\(FigureFormat.missing)</td>" }
        let text =
            "<span>\(FigureFormat.text(fresh, .ratio)) fresh</span>"
            + (useful - fresh >= 0.000_5 ? "<span>\(FigureFormat.text(useful, .ratio)) useful</span>" : "")
        return "<td role=\"cell\">\(Self.bar(fresh: fresh, useful: useful))\(text)</td>"
    }

    /// A bar 100 wide; the text beside it says the same.
    static func bar(fresh: Double, useful: Double) -> String {
        let (first, second) = (min(max(fresh, 0), 1) * 100, min(max(useful, 0), 1) * 100)
        func part(_ style: String, _ from: Double, _ to: Double) -> String {
            guard to > from else { return "" }
            let (left, right) = (Drawing.number(from), Drawing.number(to))
            return "<path class=\"\(style)\" d=\"M\(left) 0H\(right)V8H\(left)Z\"/>"
        }
        return "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + part("fresh", 0, first) + part("degraded", first, second) + part("failed", second, 100) + "</svg>"
    }
}
