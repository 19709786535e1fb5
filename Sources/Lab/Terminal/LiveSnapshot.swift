/// What the services do at one moment, and how the lab shows it. Pure.
struct LiveSnapshot: Equatable, Sendable {
    /// One mode over the last seconds; what Prometheus has no answer for is nil.
    struct Row: Equatable, Sendable {
        let mode: Mode
        var fresh: Double?
        var useful: Double?
        /// The state of its call breaker; nil for modes without one.
        var breaker: String?
    }

    var rows: [Row] = []
    /// The experiments whose fault is on.
    var activeExperiments: Set<String> = []
    /// Why there are no rows.
    var problem: String?

    /// `breaker 2 % fresh, open | full 87 % fresh, 100 % useful, closed`, for a log.
    var line: String {
        if let problem { return problem }
        return rows.map { row in
            var parts: [String] = []
            if let fresh = row.fresh { parts.append("\(FigureFormat.ratio(fresh, digits: 0)) fresh") }
            if let useful = row.useful, useful != row.fresh {
                parts.append("\(FigureFormat.ratio(useful, digits: 0)) useful")
            }
            if let breaker = row.breaker { parts.append(breaker) }
            return "\(row.mode.rawValue) \(parts.isEmpty ? FigureFormat.missing : parts.joined(separator: ", "))"
        }.joined(separator: " | ")
    }

    /// A line per mode under a heading, at most 38 columns wide, for a terminal.
    var table: [String] {
        if let problem { return [problem] }
        if rows.isEmpty { return [] }
        let cells = rows.map { row in
            [row.mode.rawValue, share(row.fresh), share(row.useful), row.breaker ?? ""]
        }
        return ([["last 5 s", "fresh", "useful", "breaker"]] + cells).map { cells in
            let padding = [
                String(repeating: " ", count: max(0, 8 - cells[0].count)),
                String(repeating: " ", count: max(0, 7 - cells[1].count)),
                String(repeating: " ", count: max(0, 8 - cells[2].count)),
            ]
            let text = "\(cells[0])\(padding[0])\(padding[1])\(cells[1])\(padding[2])\(cells[2])  \(cells[3])"
            return text.last == " " ? String(text.dropLast(2)) : text
        }
    }

    private func share(_ value: Double?) -> String { FigureFormat.text(value, .ratio, digits: 0) }
}
