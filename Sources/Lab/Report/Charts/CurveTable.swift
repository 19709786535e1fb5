/// A row's data as a table, one line per time and one column per line of each mode. Pure.
///
/// Without the closing tags that HTML does not ask for: this is most of the page.
struct CurveTable {
    let curve: Curve
    let set: CurveSet
    let caption: String

    var html: String {
        let stride = Downsampling.stride(set.count, limit: ChartRow.tableLimit)
        let series = Mode.allCases.flatMap(curve.lines)
        let columns = series.map { Downsampling.apply($0.values, stride: stride, curve.id.rule) }
        let heads = series.map { series in
            let parts = [series.mode.rawValue, series.breaker, series.line].compactMap { $0 }
            return "<th scope=\"col\">\(HTML.text(parts.joined(separator: " ")))"
        }.joined()
        let rows = Swift.stride(from: 0, to: set.count, by: stride).enumerated().map { row, index in
            "<tr><th scope=\"row\">\(Drawing.number(set.time(index).rounded()))"
                + columns.map { "<td>\(curve.id.text($0[row]))" }.joined()
        }.joined(separator: "\n")
        let measure = curve.id.rule == .mean ? "mean" : "highest"
        let every = stride == 1 ? "every second" : "the \(measure) of each \(stride) seconds"
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(HTML.text(caption)), data">
            <table class="data"><caption>\(HTML.text(caption)), \(every); seconds from the fault’s start</caption>
            <thead><tr><th scope="col">s\(heads)
            <tbody>
            \(rows)
            </table></div>
            """
    }
}
