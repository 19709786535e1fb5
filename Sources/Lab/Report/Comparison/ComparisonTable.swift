/// A comparison as text, at most 80 columns wide: for each figure a line of A, of B, and of the change. Pure.
struct ComparisonTable {
    let comparison: Comparison

    var text: String {
        var lines = ["A \(Self.run(comparison.first))", "B \(Self.run(comparison.second))"]
        lines += comparison.caveats.map { "  \($0)" }
        for pair in comparison.pairs { lines += [""] + Self.block(pair) }
        lines += ["", "change: B against A; pt are percentage points"]
        return lines.joined(separator: "\n")
    }

    private static func run(_ results: Results) -> String {
        "\(results.run.id): profile \(results.run.profile.rawValue), \(results.run.rate) requests/s per mode"
            + results.run.settingsNote
    }

    private static let title = 28
    private static let cell = 11

    private static func block(_ pair: Comparison.Pair) -> [String] {
        func verdict(_ result: ExperimentResult?) -> String { result?.verdict.rawValue ?? "not run" }
        var lines = ["\(pair.name): A \(verdict(pair.first)), B \(verdict(pair.second))"]
        guard !pair.figures.isEmpty else { return lines }
        lines.append(row("", Mode.allCases.map(\.rawValue)))
        for (first, second) in pair.figures {
            guard let figure = first ?? second else { continue }
            lines.append(row("\(padded(figure.title, title - 2)) A", values(first)))
            lines.append(row("\(spaces(title - 2)) B", values(second)))
            let changes = Mode.allCases.map {
                FigureChange.text(first?.modes[$0]?.value, second?.modes[$0]?.value, figure.unit)
            }
            lines.append(row(padded(String(repeating: " ", count: title - 6) + "change", title), changes))
        }
        return lines
    }

    private static func values(_ figure: Figure?) -> [String] {
        Mode.allCases.map { FigureFormat.text(figure?.modes[$0]?.value, figure?.unit ?? .count) }
    }

    private static func row(_ title: String, _ cells: [String]) -> String {
        "  " + padded(title, Self.title) + cells.map { spaces(cell - $0.count) + $0 }.joined()
    }

    private static func padded(_ text: String, _ width: Int) -> String { text + spaces(width - text.count) }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
