import Foundation

/// `lab chaos`: experiments against a lab that runs in another process.
struct ChaosCommand {
    let options: ChaosOptions
    let presentation: Presentation
    let interruption: Interruption
    let progress: Progress

    func execute() throws -> ExitCode {
        let checkout = try Checkout.locate()
        let names = try RunCommand.choose(options.experiments, from: try checkout.experiments())
        let tools = try Tools.find(in: checkout, searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        let directory = try RunDirectory.open(options.run, in: options.output)
        let manifest = try directory.manifest()
        let control = ControlClient(path: directory.controlSocket)
        let checkLab = { _ = try control.send(ControlRequest(action: .status, arguments: [])) }
        try checkLab()
        let lock = try ExperimentLock(directory)
        defer { withExtendedLifetime(lock) {} }

        let topology = Topology(basePort: manifest.basePort)
        let progress = self.progress
        let supervisor = Supervisor { event in
            if case .failed(_, let reason) = event { progress.note(reason) }
        }
        defer {
            supervisor.close(grace: .seconds(4)) { interruption.requests > 1 }
            progress.finish()
        }
        let prometheus = PrometheusClient(port: topology.prometheusPort)
        let runner = ExperimentRunner(
            toolkit: ChaosToolkit(
                program: tools.chaos,
                labFolder: checkout.programs,
                directory: directory,
                manifest: manifest
            ),
            checkout: checkout,
            supervisor: supervisor,
            prometheus: prometheus,
            interruption: interruption,
            progress: progress,
            checkLab: checkLab
        )
        // Before minutes are spent on what could not be saved.
        if FileManager.default.fileExists(atPath: directory.results) { _ = try Results.read(from: directory) }
        try clean(runner, prometheus, control)
        var results = Results(run: manifest, experiments: [])
        var page = ""
        for (index, name) in names.enumerated() {
            try Settling(
                prometheus: prometheus,
                steadySeconds: manifest.window(name).steady,
                processes: topology.instances.count,
                calm: Settling.calm(manifest.profile)
            ).wait(interruption, progress, checkLab)
            let result: ExperimentResult
            do {
                result = try runner.run(name, place: "\(index + 1)/\(names.count)")
            } catch {
                leave(runner, name, supervisor)
                throw error
            }
            page = try ReportWriter.write(try save(result, directory, manifest), in: directory)
            results.experiments.append(result)
        }
        progress.finish()
        try presentation.show(results, footer: "\nreport: \(page)\n")
        return results.exitCode
    }

    /// Removes what an experiment has left that was killed, and drains the spare client, which no experiment expects.
    private func clean(
        _ runner: ExperimentRunner,
        _ prometheus: PrometheusClient,
        _ control: ControlClient
    ) throws(LabError) {
        for left in try prometheus.query("chaos_fault_active == 1").compactMap({ $0.labels["experiment"] }) {
            progress.note("healing what \(left) has left")
            try runner.heal(left)
        }
        _ = try control.send(ControlRequest(action: .heal, arguments: ["client-full-2"]))
    }

    /// Ends Chaos Toolkit and leaves the lab, which lives on, without a fault.
    private func leave(_ runner: ExperimentRunner, _ experiment: String, _ supervisor: Supervisor) {
        progress.phase("healing")
        supervisor.close(grace: .seconds(4)) { interruption.requests > 1 }
        do throws(LabError) {
            try runner.heal(experiment)
        } catch {
            progress.warn("could not heal the lab: \(error.message)")
        }
    }

    /// Adds the result to the run's results, in place of an earlier one of the same experiment, and gives them all.
    private func save(
        _ result: ExperimentResult,
        _ directory: RunDirectory,
        _ manifest: RunManifest
    ) throws(LabError) -> Results {
        var results = Results(run: manifest, experiments: [])
        if FileManager.default.fileExists(atPath: directory.results) {
            results = try Results.read(from: directory)
        }
        results.experiments.removeAll { $0.name == result.name }
        results.experiments.append(result)
        try directory.write(results, to: Results.fileName)
        return results
    }
}
