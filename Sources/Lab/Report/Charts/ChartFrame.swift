/// What all charts of a row share: size, axes and the shaded fault. One frame per row, so that its charts have the same
/// scales and can be compared at a glance; all rows have the same time axis, so that they can be read downwards.
struct ChartFrame: Equatable {
    static let width = 280.0
    private static let left = 42.0
    private static let right = 30.0
    private static let top = 10.0
    private static let bottom = 17.0

    let height: Double
    /// Seconds from the fault's start.
    let time: Scale
    let value: Scale

    /// - Parameters:
    ///   - plotHeight: of the part between the axes.
    ///   - times: seconds from the fault's start.
    ///   - values: of the vertical axis.
    init(plotHeight: Double, times: ClosedRange<Double>, values: ClosedRange<Double>, kind: Scale.Kind = .linear) {
        height = Self.top + plotHeight + Self.bottom
        time = Scale(kind: .linear, domain: times, start: Self.left, end: Self.width - Self.right)
        value = Scale(kind: kind, domain: values, start: Self.top + plotHeight, end: Self.top)
    }

    func point(_ time: Double, _ value: Double) -> Drawing.Point {
        Drawing.Point(x: self.time.position(time), y: self.value.position(value))
    }

    /// A whole chart: the content between the shaded fault and the axes.
    ///
    /// - Parameters:
    ///   - fault: how many seconds the fault lasted; its start is 0.
    ///   - label: what a value on the vertical axis reads as; nil: no such axis.
    func chart(
        id: String,
        title: String,
        description: String,
        fault: Double,
        label: ((Double) -> String)?,
        content: String
    ) -> String {
        return """
            <svg viewBox="0 0 \(Drawing.number(Self.width)) \(Drawing.number(height))" \
            role="img" aria-labelledby="\(id)-t" aria-describedby="\(id)-d">\
            <title id="\(id)-t">\(HTML.text(title))</title><desc id="\(id)-d">\(HTML.text(description))</desc>\
            \(shade(fault))\(label.map(valueAxis) ?? "")\(content)\(timeAxis)</svg>
            """
    }

    private func shade(_ fault: Double) -> String {
        let (from, to) = (time.position(0), time.position(fault))
        let height = value.start - value.end
        return "<rect class=\"fault\" x=\"\(Drawing.number(from))\" y=\"\(Drawing.number(value.end))\""
            + " width=\"\(Drawing.number(to - from))\" height=\"\(Drawing.number(height))\"/>"
    }

    private func valueAxis(_ label: (Double) -> String) -> String {
        value.ticks(value.kind == .linear ? 3 : 5).map { tick in
            let y = value.position(tick)
            return "<path class=\"grid\" d=\"M\(Drawing.number(time.start)) \(Drawing.number(y))"
                + "H\(Drawing.number(time.end))\"/>"
                + Drawing.text(label(tick), x: time.start - 4, y: y + 3.5, anchor: "end", style: "tick")
        }.joined()
    }

    private var timeAxis: String {
        let y = value.start
        let ticks = time.ticks(6).map { tick in
            let x = time.position(tick)
            return "<path class=\"axis\" d=\"M\(Drawing.number(x)) \(Drawing.number(y))v3\"/>"
                + Drawing.text(Self.seconds(tick), x: x, y: y + 14, anchor: "middle", style: "tick")
        }.joined()
        return "<path class=\"axis\" d=\"M\(Drawing.number(time.start)) \(Drawing.number(y))"
            + "H\(Drawing.number(time.end))\"/>" + ticks
    }

    /// `−10`, `0 s`, `10`: the unit once.
    private static func seconds(_ value: Double) -> String {
        let whole = Int(value.rounded())
        return whole == 0 ? "0 s" : whole < 0 ? "−\(-whole)" : "\(whole)"
    }
}
