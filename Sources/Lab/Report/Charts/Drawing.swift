/// The parts that every chart draws with. Pure; coordinates have one decimal, which is finer than a pixel.
enum Drawing {
    struct Point: Equatable {
        var x: Double
        var y: Double
    }

    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
        return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
    }

    /// A path through the points, with a gap where there is none. A point alone becomes a dot, by a stroke with round
    /// caps.
    static func line(_ points: [Point?]) -> String {
        runs(points).map { run in
            let path = "M" + run.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L")
            return run.count == 1 ? path + "h0" : path
        }.joined()
    }

    /// The area between two lines, with a gap where either has one.
    static func area(upper: [Point?], lower: [Point?]) -> String {
        let both = zip(upper, lower).map { upper, lower in upper == nil || lower == nil ? nil : (upper, lower) }
        let uppers = runs(both.map { $0?.0 })
        let lowers = runs(both.map { $0?.1 })
        return zip(uppers, lowers).map { upper, lower in
            "M" + (upper + lower.reversed()).map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L") + "Z"
        }.joined()
    }

    /// Text in the drawing.
    static func text(
        _ text: String,
        x: Double,
        y: Double,
        anchor: String = "start",
        style: String = ""
    ) -> String {
        let classes = style.isEmpty ? "" : " class=\"\(style)\""
        let anchor = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
        return "<text x=\"\(number(x))\" y=\"\(number(y))\"\(anchor)\(classes)>\(HTML.text(text))</text>"
    }

    private static func runs(_ points: [Point?]) -> [[Point]] {
        var runs: [[Point]] = [[]]
        for point in points {
            if let point {
                runs[runs.count - 1].append(point)
            } else if runs[runs.count - 1].isEmpty == false {
                runs.append([])
            }
        }
        return runs.filter { !$0.isEmpty }
    }
}
