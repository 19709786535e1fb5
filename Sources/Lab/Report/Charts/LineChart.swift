/// Lines that do not add up: percentiles, requests in flight. Pure.
struct LineChart {
    struct Line {
        let name: String
        /// The style's class, which gives colour and dashes.
        let style: String
        let values: [Double?]
    }

    let frame: ChartFrame
    /// Seconds from the fault's start, one per value.
    let times: [Double]
    let lines: [Line]
    /// How the highest value is written beside its point.
    let label: (Double) -> String

    /// The lines, each with its name at its end where there are several, and the highest point of the last with its
    /// value.
    var content: String {
        var result = ""
        for line in lines {
            let points = zip(times, line.values).map { time, value in value.map { frame.point(time, $0) } }
            result += "<path class=\"\(line.style)\" d=\"\(Drawing.line(points))\"/>"
        }
        return result + (lines.count > 1 ? names : "") + peak
    }

    private var names: String {
        var ends = lines.compactMap { line in
            line.values.last(where: { $0 != nil }).flatMap { $0 }.map { (line.name, frame.value.position($0)) }
        }.sorted { $0.1 < $1.1 }
        for index in ends.indices.dropFirst() { ends[index].1 = max(ends[index].1, ends[index - 1].1 + 10) }
        return ends.map { Drawing.text($0.0, x: frame.time.end + 4, y: $0.1 + 3.5, style: "tick") }.joined()
    }

    private var peak: String {
        guard let values = lines.last?.values, let highest = values.compactMap({ $0 }).max(), highest > 0,
            let index = values.firstIndex(of: highest)
        else { return "" }
        let point = frame.point(times[index], highest)
        // To the side where there is room.
        let isLeft = point.x < (frame.time.start + frame.time.end) / 2
        return "<circle class=\"peak\" cx=\"\(Drawing.number(point.x))\" cy=\"\(Drawing.number(point.y))\" r=\"2\"/>"
            + Drawing.text(
                label(highest),
                x: point.x + (isLeft ? 3 : -3),
                y: max(frame.value.end + 3, point.y - 4),
                anchor: isLeft ? "start" : "end",
                style: "name"
            )
    }
}
