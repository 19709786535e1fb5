extension CommandLineParser {
    mutating func simulate() throws(LabError) -> SimulateOptions {
        let form = "simulate takes one scenario (a path, or a name), --seed N, --jobs N and --json"
        var options = SimulateOptions()
        while let argument = next() {
            switch argument {
            case "--seed": options.seed = try integer(argument, in: 0...1_000_000_000)
            case "--jobs": options.jobs = try integer(argument, in: SimulateOptions.jobLimits)
            case "--json": options.isJSON = true
            case let name:
                guard options.scenario.isEmpty, !name.isEmpty, !name.hasPrefix("-") else {
                    throw LabError("unexpected \"\(name)\": \(form)", exitCode: .usage)
                }
                options.scenario = name
            }
        }
        guard !options.scenario.isEmpty else { throw LabError(form, exitCode: .usage) }
        return options
    }
}
