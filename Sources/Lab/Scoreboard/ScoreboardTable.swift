/// Lays the results out as text. Pure.
enum ScoreboardTable {
    private static let claimColumn = "original"

    /// The whole scoreboard, one block per experiment.
    static func text(_ results: Results) -> String {
        var lines = [
            "Scoreboard of \(results.run.id), from Prometheus alone",
            "profile \(results.run.profile.rawValue), \(results.run.rate) requests/s per mode\(results.run.settingsNote)",
        ]
        for experiment in results.experiments { lines += [""] + block(experiment) }
        lines += [""] + legend(results) + ["", summary(results)]
        return lines.joined(separator: "\n")
    }

    /// What the rows mean, as far as their names do not say it; only for rows that are there. One note in as many lines
    /// as it takes.
    static func notes(_ results: Results) -> [[String]] {
        let titles = results.experiments.flatMap { $0.figures.map(\.title) }
        var notes: [[String]] = []
        for (part, meaning) in [
            ("useful", ["useful: fresh, stale or partial answers"]),
            (
                "extra load",
                [
                    "extra load: a budget bounds it in full mode, but a quick error costs little",
                    "of it; it is for failures that mean overload (timeouts, 503, 429)",
                ]
            ),
            (
                "settled",
                [
                    "settled: from the first breaker opening (without a breaker: the fault's start)",
                    "plus one attempt timeout, when waiting calls have ended, to the fault's end",
                ]
            ),
            ("recovery time", ["recovery time: from the fault's end to the last answer that was not fresh"]),
            ("p99", ["p50, p99: interpolated within a histogram's bucket; a mean is exact"]),
        ] where titles.contains(where: { $0.contains(part) }) {
            notes.append(meaning)
        }
        notes.append(["original: what the project this one grew from claimed, before → after"])
        if results.run.profile == .quick {
            notes.append([
                "quick profile: the patterns' durations are the original's ÷ 10, as are the times",
                "it claimed that depend on them",
            ])
        }
        return notes
    }

    private static func legend(_ results: Results) -> [String] {
        notes(results).flatMap { note in note.prefix(1) + note.dropFirst().map { "  \($0)" } }
    }

    static func summary(_ results: Results) -> String {
        let passed = results.experiments.count { $0.verdict == .passed }
        let skipped = results.experiments.count { $0.verdict == .skipped }
        return "\(passed) of \(results.experiments.count) experiments passed"
            + (skipped > 0 ? ", \(skipped) skipped" : "")
    }

    private static func block(_ experiment: ExperimentResult) -> [String] {
        var lines = ["\(experiment.name): \(experiment.verdict.rawValue)"]
        lines += experiment.reasons.map { "  \(experiment.verdict == .skipped ? "–" : "✗") \($0)" }
        guard !experiment.figures.isEmpty else { return lines }
        let header = [""] + Mode.allCases.map(\.rawValue) + [claimColumn]
        let rows = experiment.figures.map { figure in
            [figure.title] + Mode.allCases.map { FigureFormat.text(figure.modes[$0]?.value, figure.unit) }
                + [FigureFormat.claim(figure.claim, figure.unit)]
        }
        return lines + aligned([header] + rows)
    }

    /// The first column to the left, the others to the right.
    private static func aligned(_ rows: [[String]]) -> [String] {
        let widths = (0..<rows[0].count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = "  " + row[0] + spaces(widths[0] - row[0].count)
            for column in 1..<row.count { line += "  " + spaces(widths[column] - row[column].count) + row[column] }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
