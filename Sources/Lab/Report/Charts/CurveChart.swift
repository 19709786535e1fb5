/// One mode's curve as a drawing of its kind. Pure.
struct CurveChart {
    let curve: Curve
    let mode: Mode
    let set: CurveSet
    let frame: ChartFrame

    var content: String {
        switch curve.id {
        case .answers, .attempts:
            let layers = named.map { StackedAreaChart.Layer(name: $0.line, style: $0.style, values: $0.values) }
            return StackedAreaChart(frame: frame, times: times, layers: layers).content
        case .latency, .inFlight:
            let lines = named.map { LineChart.Line(name: $0.line, style: $0.style, values: $0.values) }
            return LineChart(frame: frame, times: times, lines: lines, label: curve.id.text).content
        case .breakers:
            return BreakerBandChart(
                frame: frame,
                times: times,
                step: set.step * Double(stride),
                bands: bands,
                fault: set.fault.end.seconds - set.fault.start.seconds
            ).content
        }
    }

    private var stride: Int { Downsampling.stride(set.count, limit: ChartRow.pointLimit) }

    private var times: [Double] { Swift.stride(from: 0, to: set.count, by: stride).map(set.time) }

    private func values(_ series: Curve.Series) -> [Double?] {
        Downsampling.apply(series.values, stride: stride, curve.id.rule)
    }

    private var named: [(line: String, style: String, values: [Double?])] {
        curve.id.styles.compactMap { line, style in
            curve.series.first { $0.mode == mode && $0.line == line }.map { (line, style, values($0)) }
        }
    }

    private var bands: [BreakerBandChart.Band] {
        let lines = curve.lines(mode)
        var names: [String] = []
        for name in lines.compactMap(\.breaker) where !names.contains(name) { names.append(name) }
        return names.map { name in
            func shares(_ line: String) -> [Double?] {
                lines.first { $0.breaker == name && $0.line == line }.map(values) ?? times.map { _ in nil }
            }
            return BreakerBandChart.Band(name: name, open: shares("open"), halfOpen: shares("half-open"))
        }
    }
}
