/// One kind of curve of one experiment, as small multiples: a chart per mode, all on the same scales. With several
/// runs, a mode's charts lie side by side. Pure.
struct ChartRow {
    /// The curves of one run.
    struct Source {
        /// Tells runs apart, `A` and `B`; empty where there is one.
        let name: String
        let set: CurveSet
    }

    /// More points than this cannot be seen apart in a chart of this width.
    static let pointLimit = 120
    /// More rows than this nobody reads; the file beside the report has them all.
    static let tableLimit = 60

    let experiment: String
    let id: Curve.Identity
    let sources: [Source]

    /// The row, or nothing where no source has this curve.
    var html: String {
        guard sources.contains(where: { $0.set[id] != nil }) else { return "" }
        let frame = frame
        let charts = Mode.allCases.flatMap { mode in sources.map { chart(mode, $0, frame) } }.joined(separator: "\n")
        return """
            <section class="row" aria-labelledby="\(prefix)">
            <h4 id="\(prefix)">\(HTML.text(id.title))</h4>
            <p class="note">\(HTML.text(id.note)) \(key)</p>
            <div class="multiples">
            \(charts)
            </div>
            \(details)
            </section>

            """
    }

    private var prefix: String { HTML.identifier("\(experiment)-\(id.rawValue)") }

    private var key: String {
        let lines = id == .inFlight ? [] : id.styles.map { (name: $0.line, style: $0.style) }
        return ChartKey.html(lines + [(name: "fault", style: "fault")], isLines: id.isLines)
    }

    private func chart(_ mode: Mode, _ source: Source, _ frame: ChartFrame) -> String {
        let run = source.name.isEmpty ? "" : " <span class=\"run\">\(HTML.text(source.name))</span>"
        let heading = "<figcaption>\(mode.rawValue)\(run)</figcaption>"
        guard let curve = source.set[id] else { return "<figure>\(heading)<p class=\"note\">not taken</p></figure>" }
        let frame = id == .breakers ? bandFrame(curve, mode, frame.time.domain) : frame
        let content = CurveChart(curve: curve, mode: mode, set: source.set, frame: frame).content
        let svg = frame.chart(
            id: HTML.identifier("\(prefix)-\(mode.rawValue)\(source.name)"),
            title: [id.title, mode.rawValue, source.name].filter { !$0.isEmpty }.joined(separator: ", "),
            description: CurveSummary.text(curve, mode, of: source.set),
            fault: source.set.fault.end.seconds - source.set.fault.start.seconds,
            label: id == .breakers ? nil : { id.tick($0) },
            content: content
        )
        return "<figure>\(heading)\(svg)</figure>"
    }

    /// The scales that hold every mode and every source.
    var frame: ChartFrame {
        let sets = sources.map(\.set)
        let times = (sets.map { $0.time(0) }.min() ?? 0)...(sets.map { $0.time($0.count - 1) }.max() ?? 1)
        let curves = sets.compactMap { $0[id] }
        switch id {
        case .latency:
            let values = curves.flatMap { $0.series.flatMap { $0.values.compactMap { $0 } } }
            return ChartFrame(plotHeight: 92, times: times, values: Scale.decades(values), kind: .logarithmic)
        case .answers, .attempts, .breakers, .inFlight:
            let highest = curves.flatMap { curve in Mode.allCases.map { Self.highestSum(curve.lines($0)) } }.max() ?? 0
            return ChartFrame(plotHeight: 80, times: times, values: Scale.fromZero(to: highest))
        }
    }

    /// As high as a mode's breakers need: bands have no vertical scale that could be compared.
    private func bandFrame(_ curve: Curve, _ mode: Mode, _ times: ClosedRange<Double>) -> ChartFrame {
        let count = Set(curve.lines(mode).map(\.breaker)).count
        return ChartFrame(plotHeight: BreakerBandChart.pitch * Double(max(1, count)), times: times, values: 0...1)
    }

    private static func highestSum(_ lines: [Curve.Series]) -> Double {
        let count = lines.map(\.values.count).min() ?? 0
        return (0..<count).map { index in lines.reduce(0) { $0 + ($1.values[index] ?? 0) } }.max() ?? 0
    }

    private var details: String {
        sources.compactMap { source in
            source.set[id].map { curve in
                let run = source.name.isEmpty ? "" : " of \(source.name)"
                let queries = curve.queries.map {
                    "<dt>\(HTML.text($0.line))<dd><code>\(HTML.text($0.promQL))</code>"
                }.joined()
                return """
                    <details><summary>PromQL and data\(HTML.text(run)): \(HTML.text(id.title.lowercased()))</summary>
                    <dl>\(queries)</dl>
                    \(CurveTable(curve: curve, set: source.set, caption: id.title + run).html)
                    </details>
                    """
            }
        }.joined(separator: "\n")
    }
}

extension Curve.Identity {
    /// Whether the chart is of lines, not of areas.
    var isLines: Bool { self == .latency || self == .inFlight }
}
