/// Takes an experiment's curves from Prometheus.
struct CurveTaker {
    static let step = 1

    let prometheus: PrometheusClient

    /// - Parameter range: whole seconds.
    func take(_ fault: PromQL.Interval, _ range: PromQL.Interval) throws(LabError) -> CurveSet {
        let count = Int(range.end.seconds - range.start.seconds) / Self.step + 1
        var curves: [Curve] = []
        for question in CurveCatalog.questions {
            var series: [Curve.Series] = []
            for line in question.lines {
                let answers = try prometheus.range(line.promQL, range, step: Self.step)
                series += answers.compactMap { Self.series($0, line.name, range, count) }
            }
            curves.append(
                Curve(
                    id: question.id,
                    queries: question.lines.map { Curve.Query(line: $0.name, promQL: $0.promQL) },
                    series: series.sorted(by: Self.inOrder)
                )
            )
        }
        return CurveSet(
            start: range.start.seconds,
            step: Double(Self.step),
            count: count,
            fault: fault,
            curves: curves
        )
    }

    /// A series as a line of its mode, one value per step; nil for what is no mode's.
    static func series(
        _ answer: RangeAnswer.Series,
        _ line: String,
        _ range: PromQL.Interval,
        _ count: Int
    ) -> Curve.Series? {
        guard let mode = (answer.labels["mode"] ?? answer.labels["target"]).flatMap(Mode.init(rawValue:)) else {
            return nil
        }
        var values = [Double?](repeating: nil, count: count)
        for point in answer.points {
            let index = Int((point.time - range.start.seconds).rounded()) / step
            guard values.indices.contains(index), point.value.isFinite else { continue }
            values[index] = rounded(point.value)
        }
        let breaker = answer.labels["scope"].map { $0 == "call" ? "calls" : answer.labels["address"] ?? $0 }
        return Curve.Series(mode: mode, line: line, breaker: breaker, values: values)
    }

    /// Four significant digits: more than a chart can show, and the file stays small.
    static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        var scale = 1.0
        var magnitude = abs(value)
        while magnitude < 1_000, scale < 1e9 { (magnitude, scale) = (magnitude * 10, scale * 10) }
        return (value * scale).rounded() / scale
    }

    /// Modes in the lab's order; the breaker of calls before those of endpoints.
    private static func inOrder(_ left: Curve.Series, _ right: Curve.Series) -> Bool {
        func key(_ series: Curve.Series) -> (Int, Int, String) {
            let mode = Mode.allCases.firstIndex(of: series.mode) ?? 0
            return (mode, series.breaker == "calls" ? 0 : 1, series.breaker ?? "")
        }
        return key(left) < key(right)
    }
}
