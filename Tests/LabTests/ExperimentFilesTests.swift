import Foundation
import Testing

@testable import Lab

/// The experiments' files against the program that runs them.
@Suite struct ExperimentFilesTests {
    private static let checkout = Checkout(
        root: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL.path,
        programs: "/programs"
    )

    private static let names = [
        "crash-loop", "hang", "latency", "network-partition", "pod-failure", "retry-storm", "rolling-restart",
        "transient-errors",
    ]

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: Self.checkout.experimentPath(name), encoding: .utf8)
    }

    private var toolkit: ChaosToolkit {
        ChaosToolkit(
            program: "/venv/bin/chaos",
            labFolder: "/programs",
            directory: RunDirectory(path: "/run"),
            manifest: RunManifest(options: RunOptions(), startedAt: Date(timeIntervalSince1970: 0))
        )
    }

    @Test func theyAreFound() throws {
        #expect(try Self.checkout.experiments() == Self.names)
        // Gentle ones first, and what replaces processes last.
        #expect(
            try RunCommand.choose(nil, from: Self.names) == [
                "transient-errors", "pod-failure", "hang", "network-partition", "latency", "retry-storm", "crash-loop",
                "rolling-restart",
            ]
        )
    }

    @Test(arguments: names)
    func everyActionIsACommandLineThatLabUnderstands(name: String) throws {
        let lines = try substituted(name).matches(of: /arguments: \[(ctl, [^\]]*)\]/).map { match in
            String(match.1).split(separator: ", ").map { String($0).filter { $0 != "\"" } }
        }
        #expect(lines.count >= 4)
        for line in lines {
            guard case .control(let request, _, _) = try CommandLineParser.parse(line) else {
                Issue.record("not lab ctl: \(line)")
                continue
            }
            switch request.action {
            case .mark: #expect(request.arguments.first == name)
            case .load: break
            default:
                let target = try #require(request.arguments.first)
                #expect(throws: Never.self) { try Topology(basePort: 18_000).targets(target) }
            }
        }
    }

    /// The file with the numbers that the lab gives it, as Chaos Toolkit puts them in.
    private func substituted(_ name: String) throws -> String {
        let text = try text(name)
        let given = toolkit.environment(toolkit.manifest.window(name), inherited: [:])
        let keys = Dictionary(
            text.matches(of: /([a-z_]+): \{type: env, key: ([A-Z_]+)/).map { (String($0.1), String($0.2)) }
        ) { first, _ in first }
        return text.replacing(/\$\{([a-z_]+)\}/) { match in
            keys[String(match.1)].flatMap { given[$0] } ?? String(match.0)
        }
    }

    @Test func onlyAPartitionNeedsRightsThatNotEveryUserHas() throws {
        let needy = try Self.names.filter { ExperimentRunner.needsPartition(try text($0)) }
        #expect(needy == ["network-partition"])
    }

    /// What an experiment did to the lab, its rollbacks undo, whatever came in between.
    @Test(arguments: names)
    func everyRollbackUndoesWhatTheMethodDid(name: String) throws {
        let text = try text(name)
        let rollbacks = try #require(text.split(separator: "\nrollbacks:").last)
        #expect(rollbacks.contains(/ctl, mark, [a-z-]+, [a-z]+, "off"/))
        #expect(rollbacks.contains("[ctl, heal, backends]"))
        if text.contains("[ctl, load, ") { #expect(rollbacks.contains("[ctl, load, \"1\"]")) }
        if text.contains(/ctl, [a-z]+, client/) { #expect(rollbacks.contains("[ctl, heal, clients]")) }
    }

    @Test(arguments: names)
    func everyVariableItReadsIsGiven(name: String) throws {
        let text = try text(name)
        let given = toolkit.environment(toolkit.manifest.window(name), inherited: [:])
        let read = text.matches(of: /key: ([A-Z_]+)/).map { String($0.1) }
        #expect(!read.isEmpty)
        for key in read { #expect(given[key] != nil, "\(key)") }
        let declared = Set(text.matches(of: /([a-z_]+): \{type: env/).map { String($0.1) })
        #expect(!declared.isEmpty)
        let used = Set(text.matches(of: /\$\{([a-z_]+)\}/).map { String($0.1) })
        #expect(used.isSubset(of: declared))
    }

    @Test(arguments: names)
    func everyProbeOfTheMethodIsEvidenceAndRollbacksAlwaysRun(name: String) throws {
        let text = try text(name)
        let method = try #require(text.split(separator: "\nmethod:").last)
        let probes = method.matches(of: /- type: probe\n +name: "([^"]*)"/).map { String($0.1) }
        #expect(probes.count >= 5)
        #expect(probes.allSatisfy { $0.hasPrefix(JournalJudge.evidencePrefix) })
        #expect(text.contains("rollbacks: {strategy: always}"))
    }

    @Test func actionsFindLabFirstAndProbesMeetNoProxy() {
        let given = toolkit.environment(toolkit.manifest.window("hang"), inherited: ["PATH": "/bin", "HOME": "/h"])
        #expect(given["PATH"] == "/programs:/bin")
        #expect(given["HOME"] == "/h")
        #expect(given["no_proxy"] == "127.0.0.1")
        #expect(given["LAB_CONTROL"] == "/run/control.sock")
    }
}
