/// What the command line asks for.
struct Options: Sendable, Equatable {
    static let defaultRounds = 201
    static let acceptedRounds = 1...10_000

    var wantsHelp = false
    /// Part of a benchmark's name; nil for all.
    var filter: String?
    var rounds = Options.defaultRounds
    var isJSON = false

    /// Reads the arguments, the program's name not among them.
    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": wantsHelp = true
            case "--json": isJSON = true
            case "--filter": filter = try Self.value(of: argument, &rest)
            case "--rounds":
                let value = try Self.value(of: argument, &rest)
                guard let number = Int(value), Self.acceptedRounds.contains(number) else {
                    let range = "\(Self.acceptedRounds.lowerBound) to \(Self.acceptedRounds.upperBound)"
                    throw UsageError("--rounds takes a whole number from \(range), not \"\(value)\"")
                }
                rounds = number
            default: throw UsageError("unexpected \"\(argument)\"; --help lists the options")
            }
        }
    }

    /// The benchmarks whose name holds the filter.
    func select(_ benchmarks: [Benchmark]) throws(UsageError) -> [Benchmark] {
        guard let filter else { return benchmarks }
        let selected = benchmarks.filter { $0.name.contains(filter) }
        if selected.isEmpty { throw UsageError("no benchmark's name holds \"\(filter)\"; --help lists them") }
        return selected
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws(UsageError) -> String {
        guard let value = rest.popFirst() else { throw UsageError("\(option) needs a value; --help lists the options") }
        return value
    }
}

/// Why a command line was refused, in one line.
struct UsageError: Error, Equatable {
    let message: String

    init(_ message: String) { self.message = message }
}
