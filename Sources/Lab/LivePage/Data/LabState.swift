/// How the lab is now, as the page is told it.
struct LabState: Encodable, Equatable, Sendable {
    struct Process: Encodable, Equatable, Sendable {
        let name: String
        let job: String
        let mode: Mode?
        let ordinal: Int
        let state: ServiceProcess.State
        let isPartitioned: Bool
        /// What `GET /faults` of a backend says; nil where it does not answer.
        var faults: JSONValue?

        init(_ process: ServiceProcess, faults: JSONValue? = nil) {
            name = process.instance.name
            job = process.instance.job.rawValue
            mode = process.instance.mode
            ordinal = process.instance.ordinal
            state = process.state
            isPartitioned = process.isPartitioned
            self.faults = faults
        }
    }

    /// The state that one breaker is in.
    struct Breaker: Encodable, Equatable, Sendable {
        let mode: String
        /// `calls`, or an endpoint's address.
        let breaker: String
        let state: String
    }

    /// How many backends of a client are in one state.
    struct Endpoints: Encodable, Equatable, Sendable {
        let mode: String
        let state: String
        let count: Int
    }

    /// What an experiment of this run has shown.
    struct Result: Encodable, Equatable, Sendable {
        let name: String
        let verdict: Verdict.Outcome
        let reasons: [String]
    }

    var processes: [Process] = []
    /// What `GET /rate` of the load generator says; nil where it does not answer.
    var load: JSONValue?
    /// nil where Prometheus does not answer.
    var breakers: [Breaker]?
    var endpoints: [Endpoints]?
    /// The experiments whose fault is on, whoever runs them.
    var activeExperiments: [String] = []
    /// The experiment that was started on the page.
    var experiment = ExperimentDesk.Progress()
    var results: [Result] = []
}
