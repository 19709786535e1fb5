import Foundation

/// `results.json`: what a run showed. The schema is stable: a later version adds members, and a change of meaning
/// raises `schema`. Every member is described in `docs/results.md` and `docs/results.schema.json`, which a test holds
/// against a real run.
struct Results: Codable, Equatable, Sendable {
    static let fileName = "results.json"
    static let currentSchema = 1

    var schema = Self.currentSchema
    let run: RunManifest
    /// The experiments that the run was to run, in order; nil where they were run one by one.
    var planned: [String]?
    var experiments: [ExperimentResult]

    /// The results of a run, whole or as far as it went.
    static func read(from directory: RunDirectory) throws(LabError) -> Results {
        guard FileManager.default.fileExists(atPath: directory.results) else {
            throw LabError("\(directory.path) has no \(fileName): no experiment of this run has ended")
        }
        // First, because all else may differ in another schema.
        let schema = try directory.read(JSONValue.self, from: fileName)["schema"]?.number
        guard schema == Double(currentSchema) else {
            let found = schema.map { "schema \(FigureFormat.text($0, .count))" } ?? "no schema"
            throw LabError("\(directory.results) has \(found); this lab reads schema \(currentSchema)")
        }
        return try directory.read(Results.self, from: fileName)
    }

    /// What a command that gives these results exits with. A skipped experiment is no failure, but where nothing else
    /// was asked for nothing was shown.
    var exitCode: ExitCode {
        if experiments.contains(where: { $0.verdict == .failed }) { return .verdictFailed }
        let isSkipped = !experiments.isEmpty && experiments.allSatisfy { $0.verdict == .skipped }
        return isSkipped ? .unavailable : .success
    }
}

/// One experiment of a run.
struct ExperimentResult: Codable, Equatable, Sendable {
    let name: String
    let verdict: Verdict.Outcome
    let reasons: [String]
    let findings: [Verdict.Finding]
    let window: PromQL.Interval?
    let journal: String?
    let figures: [Figure]
}
