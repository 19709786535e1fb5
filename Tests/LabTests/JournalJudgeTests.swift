import Foundation
import Testing

@testable import Lab

@Suite struct JournalJudgeTests {
    private func evidence(_ series: String) throws -> Verdict {
        let output = #"{"status": "success", "data": {"resultType": "vector", "result": [\#(series)]}}"#
        return JournalJudge.judge(try JournalFixture.passed(output: output, of: "evidence: it broke"))
    }

    @Test func allThatHeldPasses() throws {
        let verdict = JournalJudge.judge(try JournalFixture.journal(JournalFixture.passed))
        #expect(verdict.outcome == .passed)
        #expect(verdict.findings.map(\.name) == ["before: answers are fresh", "it broke", "after: answers are fresh"])
        #expect(verdict.findings.allSatisfy { $0.holds && $0.promQL == "1" })
    }

    @Test func aQueryIsShownWithTheValuesItWasAskedWith() throws {
        let text = #"""
            {"method": [], "configuration": {
                "judged_seconds": {"type": "env", "key": "JUDGED_SECONDS", "env_var_type": "int"},
                "latency": {"type": "env", "key": "LATENCY", "default": "3s"},
                "ratio": 0.25, "name": "full", "unset": {"type": "env", "key": "UNSET"}}}
            """#
        let experiment = try JSONDecoder().decode(Journal.Experiment.self, from: Data(text.utf8))
        let query = "a{b=\"${name}\"} offset ${judged_seconds}s > ${ratio} ${latency} ${unset} ${unknown}"
        #expect(
            experiment.filled(query, ["JUDGED_SECONDS": "17"])
                == "a{b=\"full\"} offset 17s > 0.25 3s ${unset} ${unknown}"
        )
    }

    @Test func anUnsteadyStateBeforeTheMethodFailsAlthoughTheToolIsContent() throws {
        let verdict = JournalJudge.judge(try JournalFixture.journal(JournalFixture.notSteady))
        #expect(
            verdict.reasons == [
                "the steady state did not hold before the method: answers are fresh",
                "the steady state was not checked after the method",
                "0 of the method's 2 activities ran",
            ]
        )
    }

    @Test func evidenceMustBeOneSeriesOfValueOne() throws {
        let one = #"{"metric": {}, "value": [1, "1"]}"#
        let zero = #"{"metric": {}, "value": [1, "0"]}"#
        #expect(try evidence(one).outcome == .passed)
        #expect(try evidence(zero).reasons == ["evidence: it broke: not shown (value 0)"])
        #expect(try evidence("").reasons == ["evidence: it broke: not shown (0 series)"])
        #expect(try evidence("\(one), \(one)").reasons == ["evidence: it broke: not shown (2 series)"])
    }

    @Test func anActionThatExitsWithAnErrorFailsWithItsLastLine() throws {
        let output = #"{"status": 3, "stdout": "", "stderr": "first\nbroken\n"}"#
        let verdict = JournalJudge.judge(try JournalFixture.passed(output: output, of: "break it"))
        #expect(verdict.reasons == [#"method: "break it" exited with 3: broken"#])
    }

    @Test func aRollbackThatExitsWithAnErrorFails() throws {
        let output = #"{"status": 4, "stdout": "", "stderr": ""}"#
        let verdict = JournalJudge.judge(try JournalFixture.passed(output: output, of: "heal it"))
        #expect(verdict.reasons == [#"rollback: "heal it" exited with 4"#])
    }

    private func inPods(_ output: String) throws -> [String] {
        // In a cluster an activity is a function, where the fixture has a process.
        let text = JournalFixture.passed.replacing(
            #""type": "process""#,
            with: #""func": "exec_in_pods", "type": "python""#
        )
        let journal = try JournalFixture.passed(output: output, of: "break it", in: text)
        return JournalJudge.judge(journal).reasons.filter { $0.contains("break it") }
    }

    @Test func aProgramThatFailsInAPodFails() throws {
        let good = #"{"pod_name": "a", "exit_code": 0, "stderr": ""}"#
        let bad = #"{"pod_name": "b", "exit_code": "69", "stderr": "nobody there"}"#
        #expect(try inPods("[\(good)]").isEmpty)
        #expect(try inPods("[\(good), \(bad)]") == [#"method: "break it" failed in b: nobody there"#])
        #expect(try inPods("[]") == [#"method: "break it" ran in no pod"#])
        #expect(try inPods("null") == [#"method: "break it" ran in no pod"#])
    }

    @Test func aVerdictIsToldFindingByFinding() throws {
        let passed = JournalJudge.judge(try JournalFixture.journal(JournalFixture.passed))
        #expect(
            JudgeCommand.text(passed)
                == "  ✓ before: answers are fresh\n  ✓ it broke\n  ✓ after: answers are fresh\npassed\n"
        )
        let verdict = Verdict(reasons: ["why"], findings: [Verdict.Finding(name: "it", holds: false, promQL: nil)])
        #expect(JudgeCommand.text(verdict) == "  ✗ it\nfailed\n  why\n")
    }

    @Test(arguments: ["failed", "interrupted", "aborted"])
    func onlyACompletedExperimentPasses(status: String) throws {
        let text = JournalFixture.passed.replacing(#""status": "completed""#, with: #""status": "\#(status)""#)
        let verdict = JournalJudge.judge(try JournalFixture.journal(text))
        #expect(verdict.reasons == [#"the experiment ended with status "\#(status)""#])
    }

    @Test func aDeviationFails() throws {
        let text = JournalFixture.passed.replacing(#""deviated": false"#, with: #""deviated": true"#)
        #expect(JournalJudge.judge(try JournalFixture.journal(text)).reasons == ["the steady state deviated"])
    }

    @Test func aCheckDuringTheMethodCounts() throws {
        let text = JournalFixture.passed.replacing(
            #""during": []"#,
            with: #""during": [{"steady_state_met": true, "probes": []}, {"probes": []}]"#
        )
        #expect(
            JournalJudge.judge(try JournalFixture.journal(text)).reasons == [
                "the steady state did not hold during the method: no probe answered"
            ]
        )
    }

    @Test func whatIsNoJournalIsAnError() {
        #expect(throws: LabError.self) { try JournalFixture.journal("{}") }
        #expect(throws: LabError.self) { try JournalFixture.journal("") }
    }
}
