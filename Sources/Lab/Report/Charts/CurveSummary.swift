/// A curve in words, for those who do not see it: what each line was before, during and after the fault. Pure.
enum CurveSummary {
    static func text(_ curve: Curve, _ mode: Mode, of set: CurveSet) -> String {
        let lines = curve.lines(mode)
        guard !lines.isEmpty else { return curve.id == .breakers ? "No breaker in this mode." : "No data." }
        let lasted = set.fault.end.seconds - set.fault.start.seconds
        let sentences = lines.map { line in
            let name = [line.breaker.map { "breaker of \($0)" }, line.line].compactMap { $0 }.joined(separator: " ")
            let parts = [
                ("before the fault", -Double.infinity..<0), ("during", 0..<lasted), ("after", lasted..<Double.infinity),
            ].map { phase, times in
                "\(phase) \(curve.id.text(value(line, curve.id.rule, in: times, of: set)))"
            }
            return "\(name): \(parts.joined(separator: ", "))"
        }
        let measure = curve.id.rule == .mean ? "Means" : "Highest values"
        return "\(measure). \(sentences.joined(separator: "; "))."
    }

    private static func value(
        _ line: Curve.Series,
        _ rule: Downsampling.Rule,
        in times: Range<Double>,
        of set: CurveSet
    ) -> Double? {
        let values = line.values.indices.filter { times.contains(set.time($0)) }.map { line.values[$0] }
        return Downsampling.apply(values, stride: max(2, values.count), rule).first.flatMap { $0 }
    }
}
