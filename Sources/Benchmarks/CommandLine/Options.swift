/// What the command line asks for.
struct Options: Sendable, Equatable {
    static let defaultRounds = 201
    static let acceptedRounds = 1...10_000

    var wantsHelp = false
    /// Parts of benchmarks' names; none for all.
    var filters: [String] = []
    var rounds = Options.defaultRounds
    var isJSON = false

    /// Reads the arguments, the program's name not among them.
    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": wantsHelp = true
            case "--json": isJSON = true
            case "--filter": filters.append(try Self.value(of: argument, &rest))
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

    /// The benchmarks whose name holds one of the filters; each of these must fit something.
    func select(_ benchmarks: [Benchmark]) throws(UsageError) -> [Benchmark] {
        if filters.isEmpty { return benchmarks }
        for filter in filters where !benchmarks.contains(where: { $0.name.contains(filter) }) {
            throw UsageError("no benchmark's name holds \"\(filter)\"; --help lists them")
        }
        return benchmarks.filter { benchmark in filters.contains { benchmark.name.contains($0) } }
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
