/// Asks Prometheus for what the lab shows while it runs: each mode's share of fresh and useful answers over the last
/// five seconds, its call breaker, and which faults are on.
struct LiveStatus {
    // A counter that was reset in between makes a negative difference, which says nothing: it is left out.
    private static let answered = "load_requests_total - load_requests_total offset 5s >= 0"

    let prometheus: PrometheusClient

    /// What is seen now. What is shown is not what is judged, so a Prometheus that does not answer is shown as such
    /// and ends nothing; whether it still runs is the supervisor's to know.
    func snapshot() -> LiveSnapshot {
        do throws(LabError) {
            let fresh = try shares("fresh")
            let useful = try shares("fresh|stale|partial")
            let breakers = try prometheus.query("resilience_breaker_state{scope=\"call\"} == 1")
            let active = try prometheus.query("chaos_fault_active == 1").compactMap { $0.labels["experiment"] }
            let rows = Mode.allCases.map { mode in
                LiveSnapshot.Row(
                    mode: mode,
                    fresh: fresh[mode.rawValue],
                    useful: useful[mode.rawValue],
                    breaker: breakers.first { $0.labels["mode"] == mode.rawValue }?.labels["state"]
                )
            }
            return LiveSnapshot(rows: rows, activeExperiments: Set(active))
        } catch {
            return LiveSnapshot(problem: "Prometheus does not answer")
        }
    }

    private func shares(_ outcomes: String) throws(LabError) -> [String: Double] {
        let samples = try prometheus.query(
            """
            sum by (target) (load_requests_total{outcome=~"\(outcomes)"} - load_requests_total offset 5s >= 0) \
            / sum by (target) (\(Self.answered))
            """
        )
        let known = samples.compactMap { sample in
            sample.labels["target"].flatMap { sample.value.isFinite ? ($0, sample.value) : nil }
        }
        return Dictionary(known) { first, _ in first }
    }
}
