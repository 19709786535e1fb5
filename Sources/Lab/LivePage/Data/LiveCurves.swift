/// Which curves the page shows: those of the report, and when a mode's backends had a fault. Pure.
enum LiveCurves {
    /// One chart's queries.
    struct Question: Sendable {
        /// The stable name; that of a chart of the report where it is one.
        let id: String
        let lines: [CurveCatalog.Line]
    }

    static let fault = "fault"

    static let questions: [Question] =
        CurveCatalog.questions.map { Question(id: $0.id.rawValue, lines: $0.lines) } + [
            Question(id: fault, lines: [CurveCatalog.Line(name: fault, promQL: faulted)])
        ]

    /// 1 while something is wrong with a mode's backends: a simulated fault, a backend that is gone or does not answer, or
    /// an experiment's fault, which strikes every mode.
    static let faulted =
        "max by (mode) (fault_injection_active or (up{job=\"backend-service\"} == bool 0)"
        + " or (up{job=\"client-service\"} * scalar(max(chaos_fault_active))))"

    /// Retries and hedges for each first attempt, from the two lines of `attempts`.
    static var retriesPerRequest: String {
        let lines = CurveCatalog.questions.first { $0.id == .attempts }?.lines ?? []
        return lines.reversed().map(\.promQL).joined(separator: " / ")
    }

    /// Which state each breaker is in now.
    static let breakerStates = "resilience_breaker_state == 1"

    /// How many of a client's backends are in which state now.
    static let endpointStates = "sum by (mode, state) (resilience_endpoints)"

    /// Which experiments have a fault on now.
    static let activeExperiments = "chaos_fault_active == 1"
}
