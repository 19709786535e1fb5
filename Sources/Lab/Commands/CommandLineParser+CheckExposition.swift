import ExpositionChecker

extension CommandLineParser {
    mutating func checkExposition() throws(LabError) -> CheckExpositionOptions {
        var options = CheckExpositionOptions()
        var file: String?
        while let argument = next() {
            switch argument {
            case "--format": options.format = try format()
            case "--ordered": options.requiresOrder = true
            case let other:
                guard file == nil, !other.isEmpty, other == "-" || !other.hasPrefix("-") else {
                    throw Self.usage(
                        "unexpected \"\(other)\": check-exposition takes one FILE or -, --format FORMAT and --ordered"
                    )
                }
                file = other
            }
        }
        options.file = file == "-" ? nil : file
        return options
    }

    private mutating func format() throws(LabError) -> ExpositionChecker.Format {
        switch next() {
        case "text": return .text
        case "openmetrics": return .openMetrics
        case let other: throw Self.usage("--format \(other ?? "without a value"): text or openmetrics")
        }
    }

    private static func usage(_ message: String) -> LabError { LabError(message, exitCode: .usage) }
}
