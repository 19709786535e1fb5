/// What the page must know of the lab before the first event: `GET /lab.json`. Pure.
struct PageDescription: Encodable {
    struct Line: Encodable {
        let name: String
        /// The style's class, as in the report.
        let style: String
        let promQL: String
    }

    struct Chart: Encodable {
        let id: String
        let title: String
        let note: String
        let lines: [Line]
    }

    struct Backend: Encodable {
        let name: String
        let mode: Mode
        let ordinal: Int
        let address: String
    }

    struct Experiment: Encodable {
        let name: String
        /// About how long it takes, in seconds.
        let seconds: Int
    }

    /// Tells this lab's events from another's.
    let lab: String
    /// What a change needs; see `PageGate`.
    let token: String
    let run: String
    let folder: String
    let profile: Profile
    let rate: Int
    let prometheusPort: Int
    /// nil where none is installed.
    let alertmanagerPort: Int?
    let grafanaPort: Int?
    let attemptTimeoutMilliseconds: Int
    let windowSeconds = CurveWindow.length
    let lookBackSeconds = CurveCatalog.lookBack
    let modes = Mode.allCases
    let charts: [Chart]
    let retriesPerRequest = LiveCurves.retriesPerRequest
    let faulted = LiveCurves.faulted
    let backends: [Backend]
    /// The client that runs only when it is asked for.
    let spare: String
    let experiments: [Experiment]

    init(
        lab: String,
        token: String,
        stack: LabStack,
        grafanaPort: Int?,
        experiments: [String]
    ) {
        self.lab = lab
        self.token = token
        run = stack.manifest.id
        folder = stack.directory.path
        profile = stack.manifest.profile
        rate = stack.manifest.rate
        prometheusPort = stack.topology.prometheusPort
        alertmanagerPort = stack.alertmanagerURL.map { _ in stack.topology.alertmanagerPort }
        self.grafanaPort = grafanaPort
        attemptTimeoutMilliseconds = stack.manifest.profile.attemptTimeoutMilliseconds
        charts = Self.charts
        backends = stack.topology.instances(.backend).compactMap { instance in
            instance.mode.map {
                Backend(
                    name: instance.name,
                    mode: $0,
                    ordinal: instance.ordinal,
                    address: "127.0.0.1:\(instance.port)"
                )
            }
        }
        spare = stack.topology.spare.name
        self.experiments = experiments.map { name in
            let window = stack.manifest.window(name)
            return Experiment(name: name, seconds: window.settle + window.steady + window.fault + window.recovery)
        }
    }

    /// The report's charts, in its order, with its words and styles.
    static var charts: [Chart] {
        CurveCatalog.questions.map { question in
            let styles = Dictionary(question.id.styles.map { ($0.line, $0.style) }) { first, _ in first }
            return Chart(
                id: question.id.rawValue,
                title: question.id.title,
                note: question.id.note,
                lines: question.lines.map { Line(name: $0.name, style: styles[$0.name] ?? "", promQL: $0.promQL) }
            )
        }
    }
}
