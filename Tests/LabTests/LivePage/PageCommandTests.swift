import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Lab

/// Work that lasts until it is let go, and how much of it goes on at once.
private final class Work: Sendable {
    private let running = Atomic<Int>(0)
    let gate = DispatchSemaphore(value: 0)

    func run() -> String {
        let count = running.add(1, ordering: .sequentiallyConsistent).newValue
        gate.wait()
        running.subtract(1, ordering: .sequentiallyConsistent)
        return "\(count)"
    }
}

@Suite(.timeLimit(.minutes(1))) struct PageCommandTests {
    private func command(_ path: String, _ body: String) throws -> PageCommand? {
        try PageCommand(path: path, body: Array(body.utf8))
    }

    @Test func aBodyIsACommand() throws {
        let faults = ControlRequest(action: .faults, arguments: ["backends", "failure_rate=0.6"])
        #expect(
            try command("/control", #"{"action":"faults","arguments":["backends","failure_rate=0.6"]}"#)
                == .control(faults)
        )
        #expect(try command("/experiment/start", #"{"name":"hang"}"#) == .startExperiment("hang"))
        #expect(try command("/experiment/end", "{}") == .endExperiment)
        #expect(try command("/", "") == nil)
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"action":"kill"}"#, #"{"action":"explode","arguments":[]}"#,
        #"{"action":"kill","arguments":[]}"#, #"{"action":"kill","arguments":[1]}"#,
        #"{"action":"load","arguments":["NaN"]}"#, #"{"action":"load","arguments":["-1"]}"#,
        #"{"action":"load","arguments":["0"]}"#, #"{"action":"mark","arguments":["hang","off"]}"#,
        #"{"action":"status","arguments":[]}"#,
    ])
    func whatIsNoneIsAUsageError(body: String) {
        let error = #expect(throws: LabError.self) { try command("/control", body) }
        #expect(error?.exitCode == .usage)
        #expect(throws: LabError.self) { try command("/experiment/start", body) }
    }

    @Test func commandsAreDoneOneAfterTheOtherAndOnlySoManyWait() async {
        let worker = CommandWorker()
        let work = Work()
        let results = await withTaskGroup(of: Result<String, LabError>.self) { group in
            for _ in 0..<40 {
                group.addTask { await worker.run { () throws(LabError) in work.run() } }
            }
            var results: [Result<String, LabError>] = []
            // All that find no place are told so while nothing goes on.
            while results.count < 40 - CommandWorker.waitingLimit - 1, let result = await group.next() {
                results.append(result)
            }
            for _ in 0..<40 { work.gate.signal() }
            for await result in group { results.append(result) }
            return results
        }
        let done = results.compactMap { try? $0.get() }
        #expect(done.allSatisfy { $0 == "1" })
        #expect((CommandWorker.waitingLimit...CommandWorker.waitingLimit + 1).contains(done.count))
        worker.close()
        let late = await worker.run { () throws(LabError) in "" }
        #expect(throws: LabError.self) { try late.get() }
    }

    @Test func anExperimentsEndIsToldInWords() {
        #expect(ExperimentDesk.message("hang", .exited(0), reason: nil) == "hang: passed")
        #expect(ExperimentDesk.message("hang", .exited(1), reason: "x") == "hang: failed")
        #expect(ExperimentDesk.message("hang", .exited(130), reason: nil) == "hang was ended, and the lab healed")
        #expect(
            ExperimentDesk.message("hang", .exited(69), reason: "lab: no lab is running") == "hang: no lab is running"
        )
        #expect(ExperimentDesk.message("hang", .killed(signal: 9), reason: nil).contains("signal 9"))
        #expect(ExperimentDesk.phase(["1/1 hang: fault is on", "  full 99 % fresh"]) == "1/1 hang: fault is on")
        #expect(ExperimentDesk.phase(["  full 99 % fresh"]) == nil)
    }
}
