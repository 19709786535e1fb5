import Foundation
import Testing

@testable import Lab

@Suite struct ScoreboardTests {
    private static let window = PromQL.Interval(
        start: PromQL.Instant(seconds: 1_000),
        end: PromQL.Instant(seconds: 1_030)
    )

    private func catalog(_ experiment: String, _ profile: Profile = .quick) -> FigureCatalog {
        FigureCatalog(
            profile: profile,
            window: Self.window,
            settled: [:],
            recovered: PromQL.Instant(seconds: 1_044),
            experiment: experiment
        )
    }

    @Test func whatWasSetStandsOverTheFigures() throws {
        var options = RunOptions()
        options.settings = [
            try #require(SettingOverride("full:RETRY_MAX_ATTEMPTS=2")),
            try #require(SettingOverride("RETRY_JITTER=none")),
        ]
        let manifest = RunManifest(options: options, startedAt: Date(timeIntervalSince1970: 0))
        let text = ScoreboardTable.text(Results(run: manifest, experiments: []))
        #expect(
            text.contains(
                "\nprofile quick, 50 requests/s per mode, with full:RETRY_MAX_ATTEMPTS=2, RETRY_JITTER=none\n"
            )
        )
        #expect(
            try JSONDecoder().decode(RunManifest.self, from: try RunDirectory.json(manifest)).settings
                == options.settings
        )
        #expect(RunManifest(options: RunOptions(), startedAt: Date()).settingsNote.isEmpty)
    }

    private func results() -> Results {
        let manifest = RunManifest(options: RunOptions(), startedAt: Date(timeIntervalSince1970: 0))
        let fresh = Figure(
            id: "fresh-answers",
            title: "fresh answers",
            unit: .ratio,
            claim: Figure.Claim(before: 0.4, after: 0.9),
            modes: [
                .baseline: Figure.Reading(value: 0.4, promQL: "a"), .retry: Figure.Reading(value: 0.87, promQL: "b"),
                .breaker: Figure.Reading(value: nil, promQL: "c"), .full: Figure.Reading(value: 0, promQL: "d"),
            ]
        )
        let experiment = ExperimentResult(
            name: "transient-errors",
            verdict: .failed,
            reasons: ["evidence: not shown"],
            findings: [Verdict.Finding(name: "it broke", holds: false, promQL: "e")],
            window: Self.window,
            journal: "transient-errors/journal.json",
            figures: [fresh]
        )
        return Results(run: manifest, experiments: [experiment])
    }

    @Test(arguments: [
        (0.871, Figure.Unit.ratio, "87.1 %"), (0.9996, .ratio, "99.9 %"), (1, .ratio, "100.0 %"),
        (0.57, .ratio, "57.0 %"), (1.18, .change, "+118 %"), (0.197, .change, "+20 %"),
        (-0.5, .change, "-50 %"), (-0.001, .change, "+0 %"), (0, .change, "+0 %"), (5.0123, .seconds, "5.01 s"),
        (0.502, .seconds, "502 ms"), (0.0123, .seconds, "12.3 ms"), (0.0001, .seconds, "0.10 ms"),
        (75, .seconds, "75.0 s"), (0, .seconds, "0 ms"), (42, .count, "42"),
    ])
    func numbersAreReadable(value: Double, unit: Figure.Unit, text: String) {
        #expect(FigureFormat.text(value, unit) == text)
    }

    @Test func whatIsMissingIsNeverZero() {
        #expect(FigureFormat.text(nil, .count) == "n/a")
        #expect(FigureFormat.text(.nan, .ratio) == "n/a")
    }

    @Test func theTableAlignsModesBesideTheClaim() {
        let lines = ScoreboardTable.text(results()).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines == [
                "Scoreboard of 1970-01-01T000000Z, from Prometheus alone",
                "profile quick, 50 requests/s per mode",
                "",
                "transient-errors: failed",
                "  ✗ evidence: not shown",
                "                 baseline   retry  breaker   full         original",
                "  fresh answers    40.0 %  87.0 %      n/a  0.0 %  40.0 % → 90.0 %",
                "",
                "original: what the project this one grew from claimed, before → after",
                "quick profile: the patterns' durations are the original's ÷ 10, as are the times",
                "  it claimed that depend on them",
                "",
                "0 of 1 experiments passed",
            ]
        )
    }

    @Test func theLegendExplainsTheRowsThatAreThere() {
        #expect(!ScoreboardTable.text(results()).contains("recovery time:"))
        var results = results()
        results.experiments = [
            ExperimentResult(
                name: "hang",
                verdict: .passed,
                reasons: [],
                findings: [],
                window: nil,
                journal: "",
                figures: catalog("hang").questions.map {
                    Figure(id: $0.id, title: $0.title, unit: $0.unit, claim: $0.claim, modes: [:])
                }
            )
        ]
        let text = ScoreboardTable.text(results)
        for term in ["useful:", "settled:", "recovery time:", "p50, p99:"] { #expect(text.contains("\n\(term)")) }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func resultsSurviveARoundTrip() throws {
        let results = results()
        let data = try JSONEncoder().encode(results)
        #expect(try JSONDecoder().decode(Results.self, from: data) == results)
    }

    @Test func theSchemaIsAsDocumented() throws {
        let root = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(results()))
        #expect(root["schema"] == .number(1))
        #expect(root["run"]?["profile"] == .string("quick"))
        let experiment = try #require(root["experiments"]?.array?.first)
        #expect(experiment["verdict"] == .string("failed"))
        #expect(experiment["window"]?["start"]?["seconds"] == .number(1_000))
        let figure = try #require(experiment["figures"]?.array?.first)
        #expect(figure["claim"]?["after"] == .number(0.9))
        #expect(figure["modes"]?["retry"] == .object(["value": .number(0.87), "promQL": .string("b")]))
        #expect(figure["modes"]?["breaker"] == .object(["value": .null, "promQL": .string("c")]))
    }

    @Test(arguments: [
        "transient-errors", "pod-failure", "hang", "network-partition", "latency", "retry-storm", "crash-loop",
        "rolling-restart", "another",
    ])
    func everyFigureAsksForEveryMode(experiment: String) {
        let questions = catalog(experiment).questions
        #expect(Set(questions.map(\.id)).count == questions.count)
        for question in questions {
            #expect(Set(question.promQL.keys) == Set(Mode.allCases))
            for (mode, promQL) in question.promQL { #expect(promQL.contains("\"\(mode.rawValue)\"")) }
        }
    }

    @Test func claimedDurationsOfThePatternsScaleWithTheProfile() {
        func claim(_ id: String, _ profile: Profile) -> Figure.Claim? {
            catalog("hang", profile).questions.first { $0.id == id }?.claim
        }
        #expect(claim("latency-settled-mean", .quick) == Figure.Claim(before: 0.5, after: 0.002))
        #expect(claim("latency-settled-mean", .seed) == Figure.Claim(before: 5, after: 0.002))
        #expect(claim("recovery-time", .quick) == Figure.Claim(after: 0.5))
    }

    /// The dead half is known after the onset, so a figure that leaves the onset out would show no cost at all.
    @Test func aPartitionIsCountedFromItsFirstMoment() throws {
        func start(_ experiment: String) throws -> Bool {
            let question = try #require(catalog(experiment).questions.first { $0.id == "fresh-answers" })
            return question.promQL.values.allSatisfy { $0.contains("@ 1000.000") && $0.contains("@ 1030.000") }
        }
        let (partition, storm) = try (start("network-partition"), start("retry-storm"))
        #expect(partition && !storm)
    }

    /// A figure of one experiment would mislead in another.
    @Test func eachExperimentHasItsOwnFigures() {
        func ids(_ experiment: String) -> Set<String> { Set(catalog(experiment).questions.map(\.id)) }
        #expect(
            ids("latency").isSuperset(of: ["latency-settled-p50", "latency-settled-p99", "latency-p99", "slow-calls"])
        )
        #expect(catalog("latency").questions.allSatisfy { $0.id == "recovery-time" || $0.claim == nil })
        #expect(ids("crash-loop").isSuperset(of: ["lost-answers", "backend-restarts", "useful-answers"]))
        // A client that is replaced begins to count at 0.
        let replaced = catalog("rolling-restart").questions
        #expect(replaced.contains { $0.id == "lost-answers" })
        let promQL = replaced.flatMap(\.promQL.values)
        #expect(promQL.allSatisfy { $0.contains("load_request") || $0.contains("job=\"backend-service\"") })
    }

    @Test func whatDiedIsCountedFromTheFirstMoment() throws {
        for experiment in ["crash-loop", "rolling-restart"] {
            let lost = try #require(catalog(experiment).questions.first { $0.id == "lost-answers" })
            #expect(lost.promQL[.full]?.contains("@ 1000.000") == true)
            let restarts = try #require(catalog(experiment).questions.first { $0.id == "backend-restarts" })
            #expect(
                restarts.promQL[.full]
                    == "sum(changes(process_start_time_seconds{job=\"backend-service\",mode=\"full\"}[32s] @ 1030.000))"
            )
        }
    }

    private func experiment(_ verdict: Verdict.Outcome) -> ExperimentResult {
        ExperimentResult(
            name: "network-partition",
            verdict: verdict,
            reasons: ["packets cannot be dropped"],
            findings: [],
            window: nil,
            journal: nil,
            figures: []
        )
    }

    private static let verdicts: [([Verdict.Outcome], ExitCode)] = [
        ([], .success), ([.passed], .success), ([.passed, .failed], .verdictFailed), ([.passed, .skipped], .success),
        ([.skipped, .failed], .verdictFailed), ([.skipped], .unavailable),
    ]

    @Test(arguments: verdicts)
    func theExitCodeFollowsTheVerdicts(verdicts: [Verdict.Outcome], code: ExitCode) {
        var results = results()
        results.experiments = verdicts.map(experiment)
        #expect(results.exitCode == code)
    }

    @Test func aSkippedExperimentIsShownAsSuchAndSaysWhy() throws {
        var results = results()
        results.experiments = [experiment(.skipped), experiment(.passed)]
        let text = ScoreboardTable.text(results)
        #expect(text.contains("\nnetwork-partition: skipped\n  – packets cannot be dropped\n"))
        #expect(text.hasSuffix("1 of 2 experiments passed, 1 skipped"))
        let data = try JSONEncoder().encode(results)
        #expect(try JSONDecoder().decode(Results.self, from: data) == results)
        let root = try JSONDecoder().decode(JSONValue.self, from: data)
        #expect(root["experiments"]?.array?.first?["verdict"] == .string("skipped"))
        #expect(root["experiments"]?.array?.first?["journal"] == nil)
    }
}
