import Foundation

/// The running lab: services, Prometheus and Alertmanager under one supervisor.
///
/// `start` brings everything up and returns when it is ready; `stop` ends everything, whatever state it is in.
/// Used from one thread, except for the supervisor, which is thread-safe.
final class LabStack {
    static let prometheusName = "prometheus"
    static let alertmanagerName = "alertmanager"
    static let grafanaName = "grafana"

    let topology: Topology
    let manifest: RunManifest
    let directory: RunDirectory
    let supervisor: Supervisor
    let prometheus: PrometheusClient
    /// None where no Alertmanager is installed.
    var alertmanagerURL: String? { tools.alertmanager.map { _ in topology.alertmanagerURL } }
    private let tools: Tools
    private let checkout: Checkout
    private let interruption: Interruption
    private let progress: Progress
    private let restartsPrometheus: Bool

    init(
        manifest: RunManifest,
        directory: RunDirectory,
        tools: Tools,
        checkout: Checkout,
        interruption: Interruption,
        progress: Progress,
        restartsPrometheus: Bool = false
    ) {
        topology = Topology(basePort: manifest.basePort)
        self.manifest = manifest
        self.directory = directory
        self.tools = tools
        self.checkout = checkout
        self.interruption = interruption
        self.progress = progress
        self.restartsPrometheus = restartsPrometheus
        prometheus = PrometheusClient(port: topology.prometheusPort)
        supervisor = Supervisor { event in
            switch event {
            case .restarting(let name, let end, let delay):
                progress.note("\(name) ended (\(end)); started again in \(delay.seconds) s")
            case .ended(let name, let end):
                if end != .exited(0) { progress.note("\(name) ended (\(end))") }
            case .failed(_, let reason):
                progress.note(reason)
            }
        }
    }

    /// Starts backends, clients, Prometheus and Alertmanager, then the load, and waits until each is ready and scraped.
    func start() throws {
        try directory.write(topology.prometheusConfiguration(alerting: tools.alertmanager != nil), to: "prometheus.yml")
        try directory.copy(checkout.rulesFolder, to: "rules")
        progress.phase("starting \(topology.instances.count) services and Prometheus")
        for instance in topology.instances(.backend) + topology.instances(.client) { supervisor.add(spec(instance)) }
        supervisor.add(spec(topology.spare), isHeld: true)
        if let alertmanager = tools.alertmanager {
            try directory.copy(checkout.alertmanagerConfiguration, to: "alertmanager.yml")
            let arguments = topology.alertmanagerArguments(folder: directory.path)
            supervisor.add(tool(Self.alertmanagerName, alertmanager, arguments))
        }
        let arguments = topology.prometheusArguments(folder: directory.path)
        var prometheus = tool(Self.prometheusName, tools.prometheus, arguments)
        if restartsPrometheus { prometheus.restart = .backOff }
        supervisor.add(prometheus)
        for instance in topology.instances(.backend) + topology.instances(.client) {
            try awaitReady(instance.name, port: instance.adminPort, path: "/readyz")
        }
        try awaitReady(Self.prometheusName, port: topology.prometheusPort, path: "/-/ready")
        if tools.alertmanager != nil {
            try awaitReady(Self.alertmanagerName, port: topology.alertmanagerPort, path: "/-/ready")
        }
        // The load comes last: no request is counted that nobody could have answered.
        supervisor.add(spec(topology.loadGenerator))
        try awaitReady(topology.loadGenerator.name, port: topology.loadGenerator.adminPort, path: "/readyz")
        try awaitTargets()
    }

    /// Starts Grafana where one is installed, and gives its address. Nobody waits for it: it takes longer than all else,
    /// and no figure needs it.
    func startGrafana() -> String? {
        guard let grafana = tools.grafana else { return nil }
        let environment = grafana.environment(
            port: topology.grafanaPort,
            prometheusURL: topology.prometheusURL,
            checkout: checkout,
            folder: directory.path
        )
        supervisor.add(tool(Self.grafanaName, grafana.program, grafana.arguments, environment))
        return topology.grafanaURL
    }

    func stop() {
        supervisor.close(grace: .seconds(4)) { interruption.requests > 1 }
    }

    /// Throws when a process has ended without which no figure means anything.
    func checkEssentials() throws(LabError) {
        for name in [Self.prometheusName, topology.loadGenerator.name] {
            // One that was told to end (`ctl kill`, `ctl restart`) is not gone for good.
            guard let status = supervisor.status(of: name), status.hasEnded, let end = status.lastEnd else { continue }
            throw LabError(failure(of: name, "ended by itself (\(end))"))
        }
    }

    /// The one variable that services get from the lab's own environment: what they were built from.
    private static let inherited = ProcessInfo.processInfo.environment.filter { $0.key == "HOLDFAST_REVISION" }

    private func tool(
        _ name: String,
        _ program: String,
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) -> ProcessSpec {
        ProcessSpec(
            name: name,
            program: program,
            arguments: arguments,
            environment: environment,
            outputPath: directory.log(name),
            errorPath: directory.errorLog(name)
        )
    }

    private func spec(_ instance: Topology.Instance) -> ProcessSpec {
        ProcessSpec(
            name: instance.name,
            program: tools.program(instance.job),
            environment: topology.environment(
                of: instance,
                profile: manifest.profile,
                rate: manifest.rate,
                seed: manifest.seed,
                logsEveryRequest: manifest.logsEveryRequest ?? false,
                settings: manifest.settings ?? []
            ).merging(Self.inherited) { own, _ in own },
            outputPath: directory.log(instance.name),
            errorPath: directory.errorLog(instance.name),
            restart: instance.job == .load ? .never : .backOff
        )
    }

    private func awaitReady(_ name: String, port: Int, path: String) throws {
        let http = LoopbackHTTP(timeout: .seconds(1))
        var last = "no answer"
        let isReady = try interruption.wait(atMost: .seconds(20)) {
            if let end = supervisor.status(of: name)?.lastEnd {
                throw LabError(failure(of: name, "ended (\(end))"))
            }
            do throws(LabError) {
                let status = try http.send("GET", port: port, path: path).status
                last = "status \(status)"
                return status == 200
            } catch {
                last = error.message
                return false
            }
        }
        guard isReady else { throw LabError(failure(of: name, "is not ready after 20 s (\(last))")) }
    }

    private func awaitTargets() throws {
        let expected = Double(topology.instances.count)
        let isComplete = try interruption.wait(atMost: .seconds(20), every: .milliseconds(250)) {
            try checkEssentials()
            return try prometheus.value("sum(up)") == expected
        }
        if isComplete { return }
        let down = try prometheus.query("up == 0").compactMap { $0.labels["instance"] }.sorted()
        throw LabError("Prometheus cannot scrape \(down.joined(separator: ", ")) after 20 s")
    }

    private func failure(of name: String, _ what: String) -> String {
        let lines = RunDirectory.tail(directory.errorLog(name)) + RunDirectory.tail(directory.log(name))
        let tail = lines.isEmpty ? " are empty" : " end:\n" + lines.map { "    \($0)" }.joined(separator: "\n")
        return "\(name) \(what); its logs \(directory.path)/logs/\(name).*\(tail)"
    }
}
