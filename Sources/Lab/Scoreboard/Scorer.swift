/// Takes an experiment's figures from Prometheus.
struct Scorer {
    let prometheus: PrometheusClient
    let profile: Profile

    /// The fault's window from the markers of the load generator; nil when the fault never began or never ended.
    ///
    /// - Parameter begin: when the experiment was started, in Unix seconds. A marker from before is an earlier run's.
    func faultInterval(_ experiment: String, since begin: Double) throws(LabError) -> PromQL.Interval? {
        let selector = "{experiment=\"\(experiment)\"}"
        guard
            let start = try prometheus.value("max(chaos_fault_start_timestamp_seconds\(selector))"),
            let end = try prometheus.value("max(chaos_fault_end_timestamp_seconds\(selector))"),
            start >= begin, end > start
        else { return nil }
        return PromQL.Interval(start: PromQL.Instant(seconds: start), end: PromQL.Instant(seconds: end))
    }

    /// The experiment's figures. Ask before the next experiment begins: the recovery time looks at the present.
    func figures(_ experiment: String, _ window: PromQL.Interval) throws(LabError) -> [Figure] {
        var settled: [Mode: PromQL.Interval] = [:]
        for mode in Mode.allCases { settled[mode] = try settledInterval(mode, window) }
        let now = try prometheus.value("vector(time())") ?? window.end.seconds
        let catalog = FigureCatalog(
            profile: profile,
            window: window,
            settled: settled,
            recovered: PromQL.Instant(seconds: now),
            experiment: experiment
        )
        var figures: [Figure] = []
        for question in catalog.questions {
            var readings: [Mode: Figure.Reading] = [:]
            for (mode, promQL) in question.promQL {
                readings[mode] = Figure.Reading(value: try prometheus.value(promQL), promQL: promQL)
            }
            figures.append(
                Figure(
                    id: question.id,
                    title: question.title,
                    unit: question.unit,
                    claim: question.claim,
                    modes: readings
                )
            )
        }
        return figures
    }

    /// Calls that were waiting when the breaker opened end up to one attempt timeout later; then it is settled. One
    /// second more, because a counter's value "at" a time is that of the scrape before it.
    private func settledInterval(_ mode: Mode, _ window: PromQL.Interval) throws(LabError) -> PromQL.Interval {
        let opening = try prometheus.value(PromQL.firstGrowth(FigureCatalog.openingCounter(mode), window))
        let start = PromQL.Instant(seconds: opening ?? window.start.seconds)
            .advanced(by: Double(profile.attemptTimeoutMilliseconds) / 1_000 + 1)
        return PromQL.Interval(start: start.seconds < window.end.seconds ? start : window.start, end: window.end)
    }
}
