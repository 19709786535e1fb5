import Foundation

/// `lab open RUN`: Prometheus over what a finished run has measured, until it is interrupted.
struct OpenCommand {
    static let configuration = "prometheus-open.yml"

    let run: String?
    let output: String
    /// nil: the run's own.
    let basePort: Int?
    let interruption: Interruption
    let progress: Progress

    func execute() throws -> ExitCode {
        let directory = try RunDirectory.open(run, in: output)
        let manifest = try directory.manifest()
        let topology = Topology(basePort: basePort ?? manifest.basePort)
        guard FileManager.default.fileExists(atPath: "\(directory.path)/prometheus") else {
            throw LabError("\(directory.path) has no data of Prometheus")
        }
        // Two that write to the same data would spoil it.
        if Self.isRunning(directory) {
            throw LabError(
                "\(directory.path) is of a lab that still runs: \(Topology(basePort: manifest.basePort).prometheusURL)"
            )
        }
        try PortCheck.requireFree([topology.prometheusPort])
        let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? ""
        guard let program = Tools.onPath("prometheus", searchPath) else {
            throw LabError("missing: prometheus (apt-get install prometheus)")
        }
        // Nothing is scraped and no rule evaluated: what was measured stays as it is.
        try directory.write("# Written by lab, to look at a finished run.\nglobal: {}\n", to: Self.configuration)
        return try serve(directory, topology, program)
    }

    private static func isRunning(_ directory: RunDirectory) -> Bool {
        do throws(LabError) {
            _ = try ControlClient(path: directory.controlSocket).send(ControlRequest(action: .status, arguments: []))
            return true
        } catch {
            return false
        }
    }

    private func serve(_ directory: RunDirectory, _ topology: Topology, _ program: String) throws -> ExitCode {
        let supervisor = Supervisor { [progress] event in
            if case .failed(_, let reason) = event { progress.note(reason) }
        }
        defer {
            supervisor.close(grace: .seconds(4)) { interruption.requests > 1 }
            progress.finish()
        }
        let name = LabStack.prometheusName
        supervisor.add(
            ProcessSpec(
                name: name,
                program: program,
                arguments: topology.openPrometheusArguments(folder: directory.path),
                environment: [:],
                outputPath: directory.log("\(name)-open"),
                errorPath: directory.errorLog("\(name)-open")
            )
        )
        let http = LoopbackHTTP(timeout: .seconds(1))
        progress.phase("starting Prometheus")
        let isReady = try interruption.wait(atMost: .seconds(30)) {
            try Self.requireRunning(supervisor, directory)
            do throws(LabError) {
                return try http.send("GET", port: topology.prometheusPort, path: "/-/ready").status == 200
            } catch {
                return false
            }
        }
        guard isReady else {
            throw LabError("Prometheus is not ready after 30 s; its log: \(directory.errorLog("\(name)-open"))")
        }
        progress.note("prometheus  \(topology.prometheusURL)")
        if let link = try Self.link(directory, topology) { progress.note("the run     \(link)") }
        progress.phase("open; Ctrl-C closes it")
        while true {
            try Self.requireRunning(supervisor, directory)
            try interruption.sleep(.seconds(1))
        }
    }

    private static func requireRunning(_ supervisor: Supervisor, _ directory: RunDirectory) throws(LabError) {
        guard let end = supervisor.status(of: LabStack.prometheusName)?.lastEnd else { return }
        let log = directory.errorLog("\(LabStack.prometheusName)-open")
        let tail = RunDirectory.tail(log).map { "\n    \($0)" }.joined()
        throw LabError("Prometheus ended (\(end)); its log \(log)\(tail)")
    }

    /// Prometheus shows the present, in which a finished run has nothing: a link to the time of its faults.
    private static func link(_ directory: RunDirectory, _ topology: Topology) throws(LabError) -> String? {
        guard FileManager.default.fileExists(atPath: directory.results) else { return nil }
        let windows = try Results.read(from: directory).experiments.compactMap(\.window)
            // Those that are times: the file may have been changed by hand.
            .filter { $0.start.seconds > 0 && $0.start.seconds <= $0.end.seconds && $0.end.seconds < 1e11 }
        guard let start = windows.map(\.start.seconds).min(), let end = windows.map(\.end.seconds).max() else {
            return nil
        }
        return graphLink(topology.prometheusURL, from: start - 30, to: end + 30)
    }

    /// The address of Prometheus' graph of users' answers between two Unix times.
    static func graphLink(_ base: String, from start: Double, to end: Double) -> String {
        let time = Date(timeIntervalSince1970: end.rounded(.up)).formatted(
            Date.ISO8601FormatStyle(dateTimeSeparator: .space).year().month().day()
                .time(includingFractionalSeconds: false)
        )
        let promQL = "sum by (target, outcome) (rate(load_requests_total[4s]))"
        return "\(base)/graph?g0.expr=\(PrometheusClient.encode(promQL))&g0.tab=0"
            + "&g0.end_input=\(PrometheusClient.encode(time))&g0.range_input=\(Int((end - start).rounded(.up)))s"
    }
}
