import Foundation

/// `lab chaos NAME`: one experiment against a lab that runs in another process.
struct ChaosCommand {
    let experiment: String
    let run: String?
    let output: String
    let interruption: Interruption
    let progress: Progress

    func execute() throws -> ExitCode {
        let checkout = try Checkout.locate()
        _ = try RunCommand.choose([experiment], from: try checkout.experiments())
        let tools = try Tools.find(in: checkout, searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        let directory = try RunDirectory.open(run, in: output)
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
        try Settling(
            prometheus: prometheus,
            steadySeconds: manifest.window(experiment).steady,
            processes: topology.instances.count
        ).wait(interruption, progress, checkLab)
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
        let result: ExperimentResult
        do {
            result = try runner.run(experiment)
        } catch {
            leave(runner, supervisor)
            throw error
        }
        progress.finish()
        try save(result, directory, manifest)
        let results = Results(run: manifest, experiments: [result])
        progress.note(ScoreboardTable.text(results))
        return results.exitCode
    }

    /// Ends Chaos Toolkit and leaves the lab, which lives on, without a fault.
    private func leave(_ runner: ExperimentRunner, _ supervisor: Supervisor) {
        progress.phase("healing")
        supervisor.close(grace: .seconds(4)) { interruption.requests > 1 }
        do throws(LabError) {
            try runner.heal(experiment)
        } catch {
            progress.note("could not heal the lab: \(error.message)")
        }
    }

    /// Adds the result to the run's results, in place of an earlier one of the same experiment.
    private func save(
        _ result: ExperimentResult,
        _ directory: RunDirectory,
        _ manifest: RunManifest
    ) throws(LabError) {
        var results = Results(run: manifest, experiments: [])
        if FileManager.default.fileExists(atPath: directory.results) {
            results = try Results.read(from: directory)
        }
        results.experiments.removeAll { $0.name == result.name }
        results.experiments.append(result)
        try directory.write(results, to: Results.fileName)
    }
}
