/// The processes of the lab: two backends and one client per mode, the load generator, Prometheus and Alertmanager.
///
/// A pure description; nothing is started by making one.
struct Topology: Equatable, Sendable {
    /// The kinds of services; the raw value is the program's name and the `job` label.
    enum Job: String, CaseIterable, Sendable {
        case backend = "backend-service"
        case client = "client-service"
        case load = "load-generator"
    }

    /// One service process.
    struct Instance: Equatable, Sendable {
        let job: Job
        /// None for the load generator, which serves every mode.
        let mode: Mode?
        /// Unique; the `instance` label and the name of its log files.
        let name: String
        /// 1 for the first instance of its job and mode, and so on.
        let ordinal: Int
        let port: Int
        let adminPort: Int
    }

    static let backendsPerMode = 2

    /// The folder in the run's folder where Prometheus looks for targets that come and go.
    static let discoveryFolder = "targets"

    let basePort: Int
    /// Those that always run.
    let instances: [Instance]
    /// A second client of `full`, for replacing clients in turn under load. It runs only when it is asked for.
    let spare: Instance

    /// Lays the ports out from `basePort`: Prometheus there, Alertmanager, Grafana, the live page and the spare client
    /// beside it, then a pair (application, administration) per service from ten above it. The range taken is
    /// `basePort ..< basePort + 36`.
    init(basePort: Int) {
        self.basePort = basePort
        var instances: [Instance] = []
        func add(_ job: Job, _ mode: Mode?, _ name: String, _ ordinal: Int) {
            let port = basePort + 10 + 2 * instances.count
            instances.append(
                Instance(job: job, mode: mode, name: name, ordinal: ordinal, port: port, adminPort: port + 1)
            )
        }
        for mode in Mode.allCases { add(.client, mode, "client-\(mode.rawValue)", 1) }
        for mode in Mode.allCases {
            for ordinal in 1...Self.backendsPerMode {
                add(.backend, mode, "backend-\(mode.rawValue)-\(ordinal)", ordinal)
            }
        }
        add(.load, nil, "load-generator", 1)
        self.instances = instances
        spare = Instance(
            job: .client,
            mode: .full,
            name: "client-full-2",
            ordinal: 2,
            port: basePort + 4,
            adminPort: basePort + 5
        )
    }

    var prometheusPort: Int { basePort }

    var prometheusURL: String { "http://127.0.0.1:\(prometheusPort)" }

    var alertmanagerPort: Int { basePort + 1 }

    var alertmanagerURL: String { "http://127.0.0.1:\(alertmanagerPort)" }

    var grafanaPort: Int { basePort + 2 }

    var grafanaURL: String { "http://127.0.0.1:\(grafanaPort)" }

    var pagePort: Int { basePort + 3 }

    var pageURL: String { "http://127.0.0.1:\(pagePort)/" }

    /// Every port the lab may need.
    var ports: [Int] {
        [prometheusPort, alertmanagerPort, grafanaPort, pagePort]
            + (instances + [spare]).flatMap { [$0.port, $0.adminPort] }
    }

    func instances(_ job: Job, mode: Mode? = nil) -> [Instance] {
        instances.filter { $0.job == job && (mode == nil || $0.mode == mode) }
    }

    var loadGenerator: Instance { instances[instances.count - 1] }

    /// Resolves a target of `lab ctl`: an instance's name, `backends`, `clients`, `backends/MODE`, or `backends/1`, the
    /// first backend of every mode.
    func targets(_ text: String) throws(LabError) -> [Instance] {
        if let instance = (instances + [spare]).first(where: { $0.name == text }) { return [instance] }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let jobs = ["backends": Job.backend, "clients": Job.client]
        if let job = jobs[parts[0]] {
            if parts.count == 1 { return instances(job) }
            if parts.count == 2, let ordinal = Int(parts[1]) {
                let found = instances(job).filter { $0.ordinal == ordinal }
                if !found.isEmpty { return found }
            }
            if parts.count == 2, let mode = Mode(rawValue: parts[1]) { return instances(job, mode: mode) }
        }
        throw LabError(
            "no target \"\(text)\": use an instance's name (./scripts/lab.sh ctl status lists them), backends, clients, backends/MODE or backends/N",
            exitCode: .usage
        )
    }
}
