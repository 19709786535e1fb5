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

        let topology = Topology(basePort: manifest.basePort)
        let progress = self.progress
        let supervisor = Supervisor { event in
            if case .failed(_, let reason) = event { progress.note(reason) }
        }
        defer {
            supervisor.close(grace: .seconds(4)) { interruption.requests > 1 }
            progress.finish()
        }
        let runner = ExperimentRunner(
            toolkit: ChaosToolkit(
                program: tools.chaos,
                labFolder: checkout.programs,
                directory: directory,
                manifest: manifest,
                prometheusURL: topology.prometheusURL
            ),
            checkout: checkout,
            supervisor: supervisor,
            prometheus: PrometheusClient(port: topology.prometheusPort),
            interruption: interruption,
            progress: progress,
            checkLab: checkLab
        )
        let result = try runner.run(experiment)
        progress.finish()
        try save(result, directory, manifest)
        print(ScoreboardTable.text(Results(run: manifest, experiments: [result])))
        return result.verdict == .passed ? .success : .verdictFailed
    }

    /// Adds the result to the run's results, in place of an earlier one of the same experiment.
    private func save(
        _ result: ExperimentResult,
        _ directory: RunDirectory,
        _ manifest: RunManifest
    ) throws(LabError) {
        var results = Results(run: manifest, experiments: [])
        if FileManager.default.fileExists(atPath: directory.results) {
            results = try directory.read(Results.self, from: Results.fileName)
        }
        results.experiments.removeAll { $0.name == result.name }
        results.experiments.append(result)
        try directory.write(results, to: Results.fileName)
    }
}
