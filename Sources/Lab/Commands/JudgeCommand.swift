import Foundation

/// `lab judge`: the verdict of an experiment that Chaos Toolkit has run elsewhere, as in a cluster.
struct JudgeCommand {
    /// The path of the journal.
    let journal: String

    func execute() throws(LabError) -> ExitCode {
        guard let data = FileManager.default.contents(atPath: journal) else {
            throw LabError("cannot read \(journal): Chaos Toolkit writes one with --journal-path")
        }
        let verdict = JournalJudge.judge(try Journal.read(data))
        try StandardStream.output.deliver(Self.text(verdict))
        return verdict.outcome == .passed ? .success : .verdictFailed
    }

    /// What was to be shown, a line each, and why it failed.
    static func text(_ verdict: Verdict) -> String {
        let findings = verdict.findings.map { "  \($0.holds ? "✓" : "✗") \($0.name)" }
        let reasons = verdict.reasons.map { "  \($0)" }
        let lines = findings + [verdict.outcome.rawValue] + reasons
        return lines.joined(separator: "\n") + "\n"
    }
}
