import Foundation

/// Judges an experiment from its journal alone. Pure.
///
/// Chaos Toolkit's exit code is no verdict: it is 0 when the hypothesis did not hold before the method, when an
/// action of the method failed, and when a probe of the method returned anything at all.
enum JournalJudge {
    /// The prefix of probes in the method that must return exactly one series of value 1. The tool never evaluates
    /// a tolerance there.
    static let evidencePrefix = "evidence: "

    /// - Parameter environment: what the experiment was run with, to show queries as they were asked.
    static func judge(_ journal: Journal, environment: [String: String] = [:]) -> Verdict {
        var reasons: [String] = []
        if journal.status != "completed" { reasons.append("the experiment ended with status \"\(journal.status)\"") }
        if journal.deviated { reasons.append("the steady state deviated") }
        reasons += check("before", journal.checks.before)
        reasons += check("after", journal.checks.after)
        for during in journal.checks.during ?? [] { reasons += check("during", during) }

        let expected = journal.experiment.method.count
        if journal.run.count != expected {
            reasons.append("\(journal.run.count) of the method's \(expected) activities ran")
        }
        let expectedRollbacks = journal.experiment.rollbacks?.count ?? 0
        if journal.rollbacks.count != expectedRollbacks {
            reasons.append("\(journal.rollbacks.count) of \(expectedRollbacks) rollbacks ran")
        }
        reasons += journal.run.compactMap { failure(of: $0, in: "method") }
        reasons += journal.rollbacks.compactMap { failure(of: $0, in: "rollback") }
        reasons += journal.run.filter { isEvidence($0) && !showsOne($0.output) }
            .map { "\($0.activity.name): not shown (\(summary($0.output)))" }
        return Verdict(reasons: reasons, findings: findings(journal, environment))
    }

    private static func check(_ when: String, _ check: Journal.Check?) -> [String] {
        guard let check else { return ["the steady state was not checked \(when) the method"] }
        if check.isMet { return [] }
        let missed = check.probes.filter { $0.toleranceMet != true }.map(\.activity.name)
        let names = missed.isEmpty ? "no probe answered" : missed.joined(separator: "; ")
        return ["the steady state did not hold \(when) the method: \(names)"]
    }

    private static func failure(of run: Journal.Run, in part: String) -> String? {
        if run.status != "succeeded" { return "\(part): \"\(run.activity.name)\" \(run.status)" }
        if run.activity.provider.function == "exec_in_pods" { return failureInPods(run, in: part) }
        guard run.activity.provider.type == "process" else { return nil }
        let code = run.output?["status"]?.number
        if code == 0 { return nil }
        let message = run.output?["stderr"]?.string?.split(separator: "\n").last.map { ": \($0)" } ?? ""
        return
            "\(part): \"\(run.activity.name)\" exited with \(code.map { String(format: "%.0f", $0) } ?? "nothing")\(message)"
    }

    /// The action of chaosk8s succeeds whatever the program in a pod ended with, and where there is no pod at all.
    private static func failureInPods(_ run: Journal.Run, in part: String) -> String? {
        let pods = run.output?.array ?? []
        if pods.isEmpty { return "\(part): \"\(run.activity.name)\" ran in no pod" }
        guard let failed = pods.first(where: { $0["exit_code"]?.number != 0 }) else { return nil }
        let pod = failed["pod_name"]?.string ?? "a pod"
        return "\(part): \"\(run.activity.name)\" failed in \(pod): \(failed["stderr"]?.string ?? "no reason given")"
    }

    private static func isEvidence(_ run: Journal.Run) -> Bool {
        run.activity.name.hasPrefix(evidencePrefix)
    }

    /// Whether a raw answer of Prometheus is exactly one series with value 1.
    private static func showsOne(_ output: JSONValue?) -> Bool {
        guard let series = output?["data"]?["result"]?.array, series.count == 1 else { return false }
        return series[0]["value"]?.array?.last?.string == "1"
    }

    private static func summary(_ output: JSONValue?) -> String {
        guard let series = output?["data"]?["result"]?.array else { return "no answer" }
        guard series.count == 1 else { return "\(series.count) series" }
        return "value \(series[0]["value"]?.array?.last?.string ?? "none")"
    }

    private static func findings(_ journal: Journal, _ environment: [String: String]) -> [Verdict.Finding] {
        func query(_ run: Journal.Run) -> String? {
            run.activity.query.map { journal.experiment.filled($0, environment) }
        }
        func steady(_ when: String, _ check: Journal.Check?) -> [Verdict.Finding] {
            (check?.probes ?? []).map {
                Verdict.Finding(
                    name: "\(when): \($0.activity.name)",
                    holds: $0.toleranceMet == true,
                    promQL: query($0)
                )
            }
        }
        let evidence = journal.run.filter(isEvidence).map {
            Verdict.Finding(
                name: String($0.activity.name.dropFirst(evidencePrefix.count)),
                holds: showsOne($0.output),
                promQL: query($0)
            )
        }
        return steady("before", journal.checks.before) + evidence + steady("after", journal.checks.after)
    }
}
