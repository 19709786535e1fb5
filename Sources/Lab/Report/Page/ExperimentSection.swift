/// One experiment: its verdict and why, what was to be shown, its curves, and the PromQL of all of it. Pure.
struct ExperimentSection {
    let result: ExperimentResult
    let curves: CurveSet?
    /// What the experiment is about, in its own words.
    let description: String?

    var html: String {
        let id = HTML.identifier(result.name)
        return """
            <section aria-labelledby="\(id)">
            <h2 id="\(id)">\(HTML.text(result.name)) \(VerdictText.html(result.verdict))</h2>
            \(description.map { "<p>\(HTML.text($0))</p>\n" } ?? "")\(reasons)\(charts)\(findings)\(figures)\(files)
            </section>

            """
    }

    private var reasons: String {
        guard !result.reasons.isEmpty else { return "" }
        let items = result.reasons.map { "<li>\(Self.mark("✗"))\(HTML.text($0))</li>" }.joined(separator: "\n")
        return "<h3>\(result.verdict == .skipped ? "Why it was skipped" : "Why it failed")</h3>\n"
            + "<ul class=\"plain\">\n\(items)\n</ul>\n"
    }

    private var charts: String {
        guard let curves else {
            return result.window == nil ? "" : "<p class=\"note\">No curves were taken of this experiment.</p>\n"
        }
        return Curve.Identity.allCases.map { id in
            ChartRow(experiment: result.name, id: id, sources: [ChartRow.Source(name: "", set: curves)]).html
        }.joined()
    }

    private var findings: String {
        guard !result.findings.isEmpty else { return "" }
        let held = result.findings.count(where: \.holds)
        let items = result.findings.map { finding in
            let mark = Self.mark(finding.holds ? "✓" : "✗", isFailure: !finding.holds)
            let word = finding.holds ? "" : " <strong class=\"failed-text\">did not hold</strong>"
            return "<li>\(mark)\(HTML.text(finding.name))\(word)</li>"
        }.joined(separator: "\n")
        let queries = result.findings.compactMap { finding in
            finding.promQL.map { "<dt>\(HTML.text(finding.name))<dd><code>\(HTML.text($0))</code>" }
        }.joined(separator: "\n")
        return """
            <h3>What was to be shown: \(held) of \(result.findings.count) held</h3>
            <ul class="plain">
            \(items)
            </ul>
            <details><summary>PromQL: what was to be shown</summary>
            <dl>
            \(queries)
            </dl></details>

            """
    }

    private var figures: String {
        guard !result.figures.isEmpty else { return "" }
        let queries = result.figures.map { figure in
            let modes = Mode.allCases.compactMap { mode in
                figure.modes[mode].map { "<dd>\(mode.rawValue): <code>\(HTML.text($0.promQL))</code>" }
            }.joined()
            return "<dt>\(HTML.text(figure.title))\(modes)"
        }.joined(separator: "\n")
        return """
            <details><summary>PromQL: the scoreboard’s figures</summary>
            <dl>
            \(queries)
            </dl></details>

            """
    }

    private var files: String {
        var links: [String] = []
        if let journal = result.journal { links.append(Self.link(journal, "journal")) }
        if curves != nil { links.append(Self.link("\(result.name)/\(CurveSet.fileName)", "curves")) }
        links.append("<a href=\"#main\">to the top</a>")
        return "<p class=\"note\">\(links.joined(separator: ", "))</p>"
    }

    /// A file beside the report, whatever its name looks like: never another scheme or host.
    private static func link(_ path: String, _ text: String) -> String {
        let parts = path.split(separator: "/").map { PrometheusClient.encode(String($0)) }
        return "<a href=\"./\(parts.joined(separator: "/"))\">\(text)</a>"
    }

    private static func mark(_ sign: String, isFailure: Bool = false) -> String {
        "<span class=\"mark\(isFailure ? " failed-text" : "")\" aria-hidden=\"\(!isFailure)\">\(sign)</span>"
    }
}
