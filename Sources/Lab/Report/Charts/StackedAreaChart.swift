/// Lines that add up, one on top of the other: answers by outcome, attempts by kind. Pure.
struct StackedAreaChart {
    /// One layer, from the bottom to the top.
    struct Layer {
        let name: String
        /// The style's class, which gives colour and pattern.
        let style: String
        let values: [Double?]
    }

    let frame: ChartFrame
    /// Seconds from the fault's start, one per value.
    let times: [Double]
    let layers: [Layer]

    /// The areas, and the name on every area that has the room for it.
    var content: String {
        var lower = times.indices.map { index in isKnown(index) ? frame.point(times[index], 0) : nil }
        var sums = times.map { _ in 0.0 }
        var areas = ""
        var names = ""
        for layer in layers {
            for index in times.indices { sums[index] += layer.values[index] ?? 0 }
            let upper = times.indices.map { index in isKnown(index) ? frame.point(times[index], sums[index]) : nil }
            if layer.values.contains(where: { ($0 ?? 0) > 0 }) {
                areas += "<path class=\"\(layer.style)\" d=\"\(Drawing.area(upper: upper, lower: lower))\"/>"
                let edge = upper.indices.map { Self.isThere(layer, around: $0) ? upper[$0] : nil }
                areas += "<path class=\"\(layer.style) edge\" d=\"\(Drawing.line(edge))\"/>"
                names += Self.place(layer.name, between: upper, and: lower)
            }
            lower = upper
        }
        return areas + names
    }

    private func isKnown(_ index: Int) -> Bool { layers.contains { $0.values[index] != nil } }

    /// Where a layer is 0 it has no edge, which would hide the one below.
    private static func isThere(_ layer: Layer, around index: Int) -> Bool {
        layer.values[max(0, index - 1)...min(layer.values.count - 1, index + 1)].contains { ($0 ?? 0) > 0 }
    }

    private static let letterWidth = 5.6
    private static let textHeight = 11.0

    /// The name where the area is widest along the whole text, or nothing where it would not fit.
    static func place(_ name: String, between upper: [Drawing.Point?], and lower: [Drawing.Point?]) -> String {
        let half = Double(name.count) * letterWidth / 2 + 2
        guard let first = upper.compactMap({ $0 }).first, let last = upper.compactMap({ $0 }).last else { return "" }
        var best: (room: Double, x: Double, y: Double)?
        for center in upper.compactMap({ $0 }) where center.x - half >= first.x && center.x + half <= last.x {
            var (top, bottom) = (-Double.infinity, Double.infinity)
            for (upper, lower) in zip(upper, lower) {
                guard let upper, let lower else { continue }
                guard abs(upper.x - center.x) <= half + 1 else { continue }
                (top, bottom) = (max(top, upper.y), min(bottom, lower.y))
            }
            let room = bottom - top
            if room >= textHeight, room > (best?.room ?? 0) + 0.5 { best = (room, center.x, (top + bottom) / 2) }
        }
        guard let best else { return "" }
        return Drawing.text(name, x: best.x, y: best.y + 3.5, anchor: "middle", style: "name")
    }
}
