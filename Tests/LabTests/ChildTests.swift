import Foundation
import Glibc
import Testing

@testable import Lab

@Suite struct ChildTests {
    /// Runs a shell command to its end and returns how it ended and what it wrote.
    private func run(_ command: String, signal: Int32? = nil) throws -> (ProcessEnd, String) {
        let output = FileManager.default.temporaryDirectory.appending(path: "lab-child-\(UUID().uuidString)").path
        defer { #expect(unlink(output) == 0) }
        let child = try Child.spawn(
            ProcessSpec(
                name: "sh",
                program: "/bin/sh",
                arguments: ["-c", command],
                environment: ["ONLY": "this"],
                outputPath: output,
                errorPath: "/dev/null"
            )
        )
        if let signal { child.signal(signal) }
        while true {
            if let end = child.reapIfEnded() {
                return (end, String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self))
            }
            sched_yield()
        }
    }

    @Test func theEnvironmentIsGivenAndNothingIsInherited() throws {
        let (end, output) = try run("echo \"$ONLY $HOME\"; exit 3")
        #expect(end == .exited(3))
        #expect(output == "this \n")
    }

    @Test func aSignalReachesTheWholeGroup() throws {
        let (end, _) = try run("/bin/sh -c 'kill -STOP $$'; exit 0", signal: SIGKILL)
        #expect(end == .killed(signal: SIGKILL))
    }

    @Test func aProgramThatCannotStartExitsWith127() throws {
        let child = try Child.spawn(
            ProcessSpec(
                name: "none",
                program: "/no/such/program",
                environment: [:],
                outputPath: "/dev/null",
                errorPath: "/dev/null"
            )
        )
        var end: ProcessEnd?
        while end == nil { end = child.reapIfEnded() }
        #expect(end == .exited(127))
    }
}
