import Testing

@testable import Lab

@Suite struct CommandLineParserTests {
    private func parse(_ line: String) throws(LabError) -> Command {
        try CommandLineParser.parse(line.split(separator: " ").map(String.init))
    }

    @Test func runHasDefaults() throws {
        #expect(try parse("run") == .run(RunOptions(), Presentation()))
        #expect(try parse("up --rate 80") == .up(RunOptions(rate: 80)))
    }

    @Test func runTakesEveryOption() throws {
        let line =
            "run --profile seed --experiments a,b --rate 7 --output out --base-port 2000 --seed 3 --fault-window 12 "
            + "--log-every-request --quiet --set full:RETRY_MAX_ATTEMPTS=2 --set RETRY_JITTER=none --json"
        let expected = RunOptions(
            profile: .seed,
            experiments: ["a", "b"],
            rate: 7,
            output: "out",
            basePort: 2_000,
            seed: 3,
            faultWindow: 12,
            logsEveryRequest: true,
            settings: [
                try #require(SettingOverride("full:RETRY_MAX_ATTEMPTS=2")),
                try #require(SettingOverride("RETRY_JITTER=none")),
            ]
        )
        #expect(try parse(line) == .run(expected, Presentation(isQuiet: true, isJSON: true)))
    }

    @Test func simulateTakesAScenario() throws {
        #expect(try parse("simulate jitter") == .simulate(SimulateOptions(scenario: "jitter")))
        let all = SimulateOptions(scenario: "a/b.json", seed: 7, jobs: 2, isJSON: true)
        #expect(try parse("simulate --seed 7 a/b.json --jobs 2 --json") == .simulate(all))
        for wrong in ["simulate", "simulate a b", "simulate a --seed x", "simulate a --jobs 0", "simulate --no"] {
            #expect(throws: LabError.self) { try parse(wrong) }
        }
    }

    @Test func controlTakesWords() throws {
        let request = ControlRequest(action: .faults, arguments: ["backends", "failure_rate=0.6"])
        #expect(try parse("ctl faults backends failure_rate=0.6 --output o") == .control(request, output: "o"))
        let partition = ControlRequest(action: .partition, arguments: ["backends/1"])
        #expect(try parse("ctl partition backends/1 --output o") == .control(partition, output: "o"))
        let load = ControlRequest(action: .load, arguments: ["2.5"])
        #expect(try parse("ctl load 2.5 --output o") == .control(load, output: "o"))
        #expect(try parse("ctl load 2.5 --run r") == .control(load, run: "r", output: "lab-output"))
    }

    @Test func theOtherCommands() throws {
        #expect(
            try parse("chaos hang --run r") == .chaos(ChaosOptions(experiments: ["hang"], run: "r"), Presentation())
        )
        #expect(
            try parse("chaos hang pod-failure --quiet")
                == .chaos(ChaosOptions(experiments: ["hang", "pod-failure"]), Presentation(isQuiet: true))
        )
        #expect(try parse("chaos --all --json") == .chaos(ChaosOptions(), Presentation(isJSON: true)))
        #expect(try parse("report") == .report(run: nil, output: "lab-output"))
        #expect(try parse("report x --output o") == .report(run: "x", output: "o"))
        #expect(try parse("judge a/journal.json") == .judge(journal: "a/journal.json"))
        #expect(throws: LabError.self) { try parse("judge") }
        #expect(throws: LabError.self) { try parse("judge a b") }
        #expect(
            try parse("open x --output o --base-port 2000") == .open(run: "x", output: "o", basePort: 2_000)
        )
        #expect(try parse("open") == .open(run: nil, output: "lab-output", basePort: nil))
        #expect(try parse("compare a --output o b") == .compare("a", "b", output: "o"))
        #expect(try parse("") == .help)
        #expect(try parse("--help") == .help)
        #expect(try parse("run --rate --help") == .help)
        #expect(
            try parse("ctl mark e off")
                == .control(ControlRequest(action: .mark, arguments: ["e", "off"]), output: "lab-output")
        )
    }

    @Test(arguments: [
        (
            "start",
            "no command \"start\": run, up, chaos, ctl, report, compare, open, judge, check-exposition, simulate or help"
        ),
        ("run --rate", "--rate needs a value"),
        ("run --rate --seed 1", "--rate needs a value"),
        ("run --rate 0", "--rate 0: a whole number from 1 to 1000"),
        ("run --rate fast", "--rate fast: a whole number from 1 to 1000"),
        ("run --base-port 80", "--base-port 80: a whole number from 1024 to 65000"),
        ("run --profile slow", "--profile slow: quick or seed"),
        ("run --experiments a,,b", "--experiments a,,b: names, comma-separated, each once"),
        ("run --experiments a,a", "--experiments a,a: names, comma-separated, each once"),
        ("run hang", "unexpected \"hang\"; ./scripts/lab.sh help lists the options"),
        ("up --experiments a", "unexpected \"--experiments\"; ./scripts/lab.sh help lists the options"),
        ("chaos", "chaos needs experiments or --all, as in: ./scripts/lab.sh chaos hang"),
        ("chaos a --all", "chaos needs experiments or --all, as in: ./scripts/lab.sh chaos hang"),
        ("chaos a a", "chaos a a: each experiment once"),
        (
            "chaos a --every",
            "unexpected \"--every\": chaos takes experiments or --all, --run DIR, --output DIR, --json and --quiet"
        ),
        ("report --all", "unexpected \"--all\": report takes one run and --output DIR"),
        ("open a b", "unexpected \"b\": open takes one run, --output DIR and --base-port N"),
        ("compare a", "compare needs two runs, as in: ./scripts/lab.sh compare 2026-01-31T120000Z current"),
        ("compare a b c", "compare needs two runs, as in: ./scripts/lab.sh compare 2026-01-31T120000Z current"),
        ("compare a --all", "unexpected \"--all\": compare takes two runs and --output DIR"),
        ("ctl kill x --force", "ctl has no option --force, only --run DIR and --output DIR"),
        ("ctl kill", "ctl kill takes one TARGET"),
        ("ctl heal a b", "ctl heal takes one TARGET, not \"a b\""),
        ("ctl status all", "ctl status takes nothing, not \"all\""),
        ("ctl partition", "ctl partition takes one TARGET"),
        ("ctl load", "ctl load takes one FACTOR above 0"),
        ("ctl load 0", "ctl load takes one FACTOR above 0, not \"0\""),
        ("ctl load inf", "ctl load takes one FACTOR above 0, not \"inf\""),
        ("ctl load clients 4", "ctl load takes one FACTOR above 0, not \"clients 4\""),
        ("ctl can fly", "ctl can takes partition, not \"fly\""),
        ("ctl faults x", "ctl faults takes TARGET key=value … | TARGET clear, not \"x\""),
        ("ctl faults x clear a=b", "ctl faults takes TARGET key=value … | TARGET clear, not \"x clear a=b\""),
        ("ctl faults x =1", "ctl faults takes TARGET key=value … | TARGET clear, not \"x =1\""),
        ("ctl mark e f", "ctl mark takes EXPERIMENT FAULT on|off | EXPERIMENT off, not \"e f\""),
    ])
    func everyErrorSaysWhatIsWrong(line: String, message: String) {
        #expect(throws: LabError(message, exitCode: .usage)) { try parse(line) }
    }

    @Test func experimentsAreChosenByNameOrInTheLabsOrder() throws {
        let available = ["a", "hang", "network-partition", "pod-failure", "retry-storm", "transient-errors"]
        #expect(
            try RunCommand.choose(nil, from: available)
                == ["transient-errors", "pod-failure", "hang", "network-partition", "retry-storm", "a"]
        )
        #expect(try RunCommand.choose(["hang", "a"], from: available) == ["hang", "a"])
        #expect(throws: LabError("no experiment \"b\": a, hang", exitCode: .usage)) {
            try RunCommand.choose(["b"], from: ["a", "hang"])
        }
    }
}
