import Simulation

/// Lays simulations' results out as text. Pure.
enum SimulationTable {
    private static let header = [
        "", "fresh", "useful", "amplification", "p50", "p99", "openings", "recovery", "most attempts",
        "calls/s",
    ]

    static func text(_ results: SimulationResults) -> String {
        var rows = [header]
        for (place, variant) in results.variants.enumerated() {
            let hasFaults = !results.scenario.variants[place].world.faults.isEmpty
            var speed = speed(variant.groups.reduce(0) { $0 + $1.calls }, results.processorTimes[place])
            for group in variant.groups {
                let name = variant.groups.count == 1 ? variant.name : "\(variant.name): \(group.name)"
                rows.append(row(name, group, hasFaults: hasFaults) + [speed])
                // It is the whole world's.
                speed = ""
            }
        }
        let seed = results.variants.first.map { ", seed \($0.seed)" } ?? ""
        return "\(results.scenario.title)\(seed)\n\n" + aligned(rows).joined(separator: "\n") + "\n\n" + legend
    }

    private static let legend = """
        fresh, useful: shares of the answers, failures among these; amplification: attempts by first attempts; openings of
        all breakers; recovery: from the last fault's end to the last interval short of fresh answers, never: it was none yet
        at the end; most attempts: in one interval; calls/s: how many were simulated in a second of one processor

        """

    private static func row(_ name: String, _ group: GroupFigures, hasFaults: Bool) -> [String] {
        let none = hasFaults ? "never" : FigureFormat.missing
        let recovery = group.recovery.map { FigureFormat.text($0, .seconds) } ?? none
        return [
            name,
            FigureFormat.text(group.whole.fresh, .ratio),
            FigureFormat.text(group.whole.useful, .ratio),
            group.whole.amplification.map { FigureFormat.text($0 - 1, .change) } ?? "n/a",
            FigureFormat.text(group.latency?.p50, .seconds),
            FigureFormat.text(group.latency?.p99, .seconds),
            FigureFormat.text(Double(group.callBreakerOpenings + group.endpointBreakerOpenings), .count),
            recovery,
            FigureFormat.text(Double(group.whole.mostAttempts), .count),
        ]
    }

    private static func speed(_ calls: Int, _ time: Duration) -> String {
        FigureFormat.text((Double(calls) / max(1e-9, time / .seconds(1))).rounded(), .count)
    }

    /// The first column to the left, the others to the right.
    static func aligned(_ rows: [[String]]) -> [String] {
        let widths = (0..<rows[0].count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + space : space + row[column]
            }.joined(separator: "  ")
        }
    }
}
