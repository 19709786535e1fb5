/// What the lab shows while an experiment runs: each mode's share of fresh and useful answers over the last five
/// seconds and its call breaker, from Prometheus.
struct LiveStatus {
    private static let answered = "load_requests_total - load_requests_total offset 5s"

    let prometheus: PrometheusClient

    func isFaultActive(_ experiment: String) throws(LabError) -> Bool {
        try prometheus.value("max(chaos_fault_active{experiment=\"\(experiment)\"})") == 1
    }

    func line() throws(LabError) -> String {
        let fresh = try shares("fresh")
        let useful = try shares("fresh|stale|partial")
        let breakers = try prometheus.query("resilience_breaker_state{scope=\"call\"} == 1")
        return Mode.allCases.map { mode in
            Self.text(
                mode,
                fresh: fresh[mode.rawValue],
                useful: useful[mode.rawValue],
                breaker: breakers.first { $0.labels["mode"] == mode.rawValue }?.labels["state"]
            )
        }.joined(separator: " | ")
    }

    /// `full 87 % fresh, 100 % useful, closed`; what is not known is left out.
    static func text(_ mode: Mode, fresh: Double?, useful: Double?, breaker: String?) -> String {
        var parts: [String] = []
        if let fresh { parts.append("\(FigureFormat.ratio(fresh, digits: 0)) fresh") }
        if let useful, useful != fresh { parts.append("\(FigureFormat.ratio(useful, digits: 0)) useful") }
        if let breaker, mode == .breaker || mode == .full { parts.append(breaker) }
        return "\(mode.rawValue) \(parts.isEmpty ? "n/a" : parts.joined(separator: ", "))"
    }

    private func shares(_ outcomes: String) throws(LabError) -> [String: Double] {
        let samples = try prometheus.query(
            """
            sum by (target) (load_requests_total{outcome=~"\(outcomes)"} - load_requests_total offset 5s) \
            / sum by (target) (\(Self.answered))
            """
        )
        let known = samples.compactMap { sample in
            sample.labels["target"].flatMap { sample.value.isFinite ? ($0, sample.value) : nil }
        }
        return Dictionary(known) { first, _ in first }
    }
}
