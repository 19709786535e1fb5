import Foundation

/// `lab simulate`: runs a scenario's worlds with the real patterns on a virtual clock.
struct SimulateCommand {
    let options: SimulateOptions

    func execute() throws -> ExitCode {
        let (path, name) = try found()
        let scenario = try ScenarioFile.read(path, name: name, seed: options.seed.map { UInt64($0) })
        let jobs = options.jobs ?? ProcessInfo.processInfo.activeProcessorCount
        let results = try scenario.run(jobs: jobs)
        try StandardStream.output.deliver(options.isJSON ? results.json() : results.table())
        return .success
    }

    /// The path of a scenario, and its name: that of its folder.
    private func found() throws(LabError) -> (path: String, name: String) {
        let asked = options.scenario
        guard !asked.contains("/"), !asked.hasSuffix(".json") else {
            let url = URL(filePath: asked)
            let file = url.deletingPathExtension().lastPathComponent
            let isKept = url.lastPathComponent == ScenarioFile.fileName
            return (asked, isKept ? url.absoluteURL.deletingLastPathComponent().lastPathComponent : file)
        }
        let folder = "\(try Checkout.locate().root)/docs/results/simulations"
        let path = "\(folder)/\(asked)/\(ScenarioFile.fileName)"
        guard FileManager.default.fileExists(atPath: path) else {
            let all = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
            let names = all.filter {
                FileManager.default.fileExists(atPath: "\(folder)/\($0)/\(ScenarioFile.fileName)")
            }
            throw LabError(
                "no scenario \"\(asked)\": a path, or one of \(names.joined(separator: ", "))",
                exitCode: .usage
            )
        }
        return (path, asked)
    }
}

/// The options of `lab simulate`.
struct SimulateOptions: Equatable {
    static let jobLimits = 1...1_024

    var scenario = ""
    /// Replaces the scenario's, 0 to 1,000,000,000.
    var seed: Int?
    /// Worlds at once, 1 to 1,024; nil: as many as there are processors.
    var jobs: Int?
    var isJSON = false
}
