/// Reads `lab`'s arguments. Pure; every error is one line that says what would be right.
struct CommandLineParser {
    private var rest: [String]

    /// - Parameter arguments: without the program's name.
    static func parse(_ arguments: [String]) throws(LabError) -> Command {
        if !Set(arguments).isDisjoint(with: ["--help", "-h"]) { return .help }
        var parser = CommandLineParser(rest: arguments)
        guard let name = parser.next() else { return .help }
        switch name {
        case "run":
            let presentation = parser.presentation()
            return .run(try parser.runOptions(takesExperiments: true), presentation)
        case "up": return .up(try parser.runOptions(takesExperiments: false))
        case "chaos": return try parser.chaos()
        case "ctl": return try parser.control()
        case "report": return try parser.report()
        case "open": return try parser.open()
        case "compare": return try parser.compare()
        case "judge": return .judge(journal: try parser.journal())
        case "check-exposition": return .checkExposition(try parser.checkExposition())
        case "simulate": return .simulate(try parser.simulate())
        case "help": return .help
        default:
            throw usage(
                "no command \"\(name)\": run, up, chaos, ctl, report, compare, open, judge, check-exposition, simulate or "
                    + "help"
            )
        }
    }

    private mutating func runOptions(takesExperiments: Bool) throws(LabError) -> RunOptions {
        var options = RunOptions()
        while let argument = next() {
            switch argument {
            case "--profile": options.profile = try profile()
            case "--experiments" where takesExperiments: options.experiments = try names(argument)
            case "--rate": options.rate = try integer(argument, in: RunOptions.rates)
            case "--output": options.output = try value(argument)
            case "--base-port": options.basePort = try integer(argument, in: RunOptions.basePorts)
            case "--seed": options.seed = try integer(argument, in: 0...1_000_000_000)
            case "--fault-window": options.faultWindow = try integer(argument, in: RunOptions.faultWindows)
            case "--log-every-request": options.logsEveryRequest = true
            case "--set": options.settings.append(try setting())
            default: throw Self.usage("unexpected \"\(argument)\"; ./scripts/lab.sh help lists the options")
            }
        }
        return options
    }

    private mutating func chaos() throws(LabError) -> Command {
        let presentation = presentation()
        var options = ChaosOptions()
        var isAll = false
        while let argument = next() {
            switch argument {
            case "--run": options.run = try value(argument)
            case "--output": options.output = try value(argument)
            case "--all": isAll = true
            case let name where !name.isEmpty && !name.hasPrefix("--"):
                options.experiments = (options.experiments ?? []) + [name]
            default:
                throw Self.usage(
                    "unexpected \"\(argument)\": chaos takes experiments or --all, --run DIR, --output DIR, --json and "
                        + "--quiet"
                )
            }
        }
        guard isAll != (options.experiments != nil) else {
            throw Self.usage("chaos needs experiments or --all, as in: ./scripts/lab.sh chaos hang")
        }
        if let names = options.experiments, Set(names).count < names.count {
            throw Self.usage("chaos \(names.joined(separator: " ")): each experiment once")
        }
        return .chaos(options, presentation)
    }

    /// Takes `--json` and `--quiet` out of the arguments.
    private mutating func presentation() -> Presentation {
        let presentation = Presentation(isQuiet: rest.contains("--quiet"), isJSON: rest.contains("--json"))
        rest.removeAll { ["--quiet", "--json"].contains($0) }
        return presentation
    }

    private mutating func setting() throws(LabError) -> SettingOverride {
        let text = try value("--set")
        guard let setting = SettingOverride(text) else {
            throw Self.usage(
                "--set \(text): [MODE:]NAME=VALUE with MODE \(Mode.allCases.map(\.rawValue).joined(separator: ", ")) and "
                    + "NAME a setting of client-service, none of \(SettingOverride.reserved.sorted().joined(separator: ", "))"
            )
        }
        return setting
    }

    private mutating func control() throws(LabError) -> Command {
        var run: String?
        var output = RunOptions.defaultOutput
        var words: [String] = []
        while let argument = next() {
            switch argument {
            case "--run": run = try value(argument)
            case "--output": output = try value(argument)
            case let option where option.hasPrefix("--"):
                throw Self.usage("ctl has no option \(option), only --run DIR and --output DIR")
            default: words.append(argument)
            }
        }
        let actions = ControlRequest.Action.allCases.map(\.rawValue).joined(separator: ", ")
        guard let name = words.first else { throw Self.usage("ctl needs an action: \(actions)") }
        guard let action = ControlRequest.Action(rawValue: name) else {
            throw Self.usage("ctl has no action \"\(name)\": \(actions)")
        }
        let request = ControlRequest(action: action, arguments: Array(words.dropFirst()))
        try request.validate()
        return .control(request, run: run, output: output)
    }

    private mutating func report() throws(LabError) -> Command {
        var run: String?
        var output = RunOptions.defaultOutput
        while let argument = next() {
            switch argument {
            case "--output": output = try value(argument)
            default: try Self.take(argument, into: &run, "report takes one run and --output DIR")
            }
        }
        return .report(run: run, output: output)
    }

    private mutating func open() throws(LabError) -> Command {
        var run: String?
        var output = RunOptions.defaultOutput
        var basePort: Int?
        while let argument = next() {
            switch argument {
            case "--output": output = try value(argument)
            case "--base-port": basePort = try integer(argument, in: RunOptions.basePorts)
            default: try Self.take(argument, into: &run, "open takes one run, --output DIR and --base-port N")
            }
        }
        return .open(run: run, output: output, basePort: basePort)
    }

    private mutating func compare() throws(LabError) -> Command {
        var runs: [String] = []
        var output = RunOptions.defaultOutput
        while let argument = next() {
            if argument == "--output" {
                output = try value(argument)
            } else {
                var run: String?
                try Self.take(argument, into: &run, "compare takes two runs and --output DIR")
                runs += [run].compactMap { $0 }
            }
        }
        guard runs.count == 2 else {
            throw Self.usage("compare needs two runs, as in: ./scripts/lab.sh compare 2026-01-31T120000Z current")
        }
        return .compare(runs[0], runs[1], output: output)
    }

    private mutating func journal() throws(LabError) -> String {
        var journal: String?
        let form = "judge takes the path of one journal.json"
        while let argument = next() { try Self.take(argument, into: &journal, form) }
        guard let journal else { throw Self.usage(form) }
        return journal
    }

    mutating func next() -> String? { rest.isEmpty ? nil : rest.removeFirst() }

    private mutating func value(_ option: String) throws(LabError) -> String {
        guard let value = next(), !value.isEmpty, !value.hasPrefix("--") else {
            throw Self.usage("\(option) needs a value")
        }
        return value
    }

    mutating func integer(_ option: String, in range: ClosedRange<Int>) throws(LabError) -> Int {
        let text = try value(option)
        guard let number = Int(text), range.contains(number) else {
            throw Self.usage("\(option) \(text): a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private mutating func profile() throws(LabError) -> Profile {
        let text = try value("--profile")
        guard let profile = Profile(rawValue: text) else { throw Self.usage("--profile \(text): quick or seed") }
        return profile
    }

    private mutating func names(_ option: String) throws(LabError) -> [String] {
        let text = try value(option)
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else {
            throw Self.usage("\(option) \(text): names, comma-separated, each once")
        }
        return names
    }

    private static func take(_ argument: String, into slot: inout String?, _ form: String) throws(LabError) {
        guard slot == nil, !argument.hasPrefix("--"), !argument.isEmpty else {
            throw usage("unexpected \"\(argument)\": \(form)")
        }
        slot = argument
    }

    private static func usage(_ message: String) -> LabError { LabError(message, exitCode: .usage) }
}
