/// `lab run`: the whole lab, from an empty machine to the scoreboard.
struct RunCommand {
    let options: RunOptions
    let interruption: Interruption
    let progress: Progress
    let presentation: Presentation

    func execute() throws -> ExitCode {
        var names: [String] = []
        var results: Results?
        var footer = ""
        let code = try RunningLab.run(options, interruption, progress) { checkout in
            names = try Self.choose(options.experiments, from: try checkout.experiments())
        } body: { lab in
            let lock = try ExperimentLock(lab.stack.directory)
            defer { withExtendedLifetime(lock) {} }
            try lab.watch("warming up", for: lab.stack.manifest.profile.warmUp)
            var shown = Results(run: lab.stack.manifest, planned: names, experiments: [])
            var page = ""
            for (index, name) in names.enumerated() {
                let place = "\(index + 1)/\(names.count)"
                let result = try lab.experiment(name, place: place)
                shown.experiments.append(result)
                // Written after each, so that an interrupted run keeps what it has shown.
                try lab.stack.directory.write(shown, to: Results.fileName)
                page = try ReportWriter.write(shown, in: lab.stack.directory)
                progress.note("\(place) \(name): \(result.verdict.rawValue)")
                result.reasons.forEach { progress.note("    \($0)") }
            }
            footer = "\nresults: \(lab.stack.directory.results)\nreport: \(page)\n"
            results = shown
            return shown.exitCode
        }
        if let results { try presentation.show(results, footer: footer) }
        return code
    }

    private static let order = [
        "transient-errors", "pod-failure", "hang", "network-partition", "latency", "retry-storm", "crash-loop",
        "rolling-restart",
    ]

    /// The experiments to run: the wanted ones in the wanted order, or the lab's own order, which begins gently.
    static func choose(_ wanted: [String]?, from available: [String]) throws(LabError) -> [String] {
        guard let wanted else {
            let first = order.filter(available.contains)
            return first + available.filter { !first.contains($0) }
        }
        if let unknown = wanted.first(where: { !available.contains($0) }) {
            throw LabError(
                "no experiment \"\(unknown)\": \(available.joined(separator: ", "))",
                exitCode: .usage
            )
        }
        return wanted
    }
}
