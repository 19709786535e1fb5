import TestSupport
import Testing

@testable import ServiceKit

@Suite("The probe of a program", .timeLimit(.minutes(1)))
struct ProbeCommandTests {
    private func probe(_ arguments: String...) async throws -> ProbeCommand.Verdict {
        try await blocking { try ProbeCommand.run(arguments, program: "service") }
    }

    private func answer(_ status: String) -> String { "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n" }

    @Test(arguments: ["200 OK", "204 No Content", "302 Found", "399 Odd"])
    func aGoodAnswerIsExitCodeZeroAndSilence(_ status: String) async throws {
        let server = try CannedServer(status.hasPrefix("204") ? "HTTP/1.1 204 No Content\r\n\r\n" : answer(status))
        #expect(try await probe("--probe", server.url + "/readyz?x=1") == .good)
        #expect(server.request.hasPrefix("GET /readyz?x=1 HTTP/1.1\r\n"))
        #expect(server.request.lowercased().contains("\r\nhost: 127.0.0.1:\(server.port)\r\n"))
        try await server.stop()
    }

    @Test(arguments: ["400 Bad Request", "503 Service Unavailable"])
    func anyOtherAnswerIsExitCodeOneAndSaysWhich(_ status: String) async throws {
        let server = try CannedServer(answer(status))
        let result = try await probe("--probe=\(server.url)/readyz")
        #expect(result == .bad("service: \(server.url)/readyz: status \(status.prefix(3))"))
        try await server.stop()
    }

    @Test func whatIsNoAnswerIsExitCodeOne() async throws {
        let server = try CannedServer("it speaks another language\r\n\r\n")
        let result = try await probe("--probe", server.url)
        #expect(result.exitCode == 1)
        #expect(result.complaint.contains("not valid HTTP"))
        try await server.stop()
    }

    @Test func nobodyThereIsExitCodeOne() async throws {
        let port = RefusingPort()
        let result = try await probe("--probe", "http://\(port.address)/readyz")
        #expect(result.exitCode == 1)
        #expect(result.complaint.contains("could not connect"))
    }

    @Test func silenceEndsAtTheTimeout() async throws {
        let server = try CannedServer(nil)
        let start = ContinuousClock.now
        let result = try await probe("--probe", server.url, "--timeout", "20ms")
        #expect(start.duration(to: .now) < .seconds(20))
        #expect(result.exitCode == 1)
        #expect(result.complaint.contains("before the deadline"))
        try await server.stop()
    }

    @Test func aNameIsLookedUp() async throws {
        let server = try CannedServer(answer("200 OK"))
        #expect(try await probe("--probe", "http://localhost:\(server.port)/") == .good)
        #expect(server.request.lowercased().contains("\r\nhost: localhost:\(server.port)\r\n"))
        try await server.stop()
        let unknown = try await probe("--probe", "http://no-such-name.invalid/")
        #expect(unknown.exitCode == 1)
        #expect(unknown.complaint.hasPrefix("service: http://no-such-name.invalid/: no-such-name.invalid: "))
    }

    @Test(arguments: [
        ["--probe"], ["--probe", "http://a/", "--timeout", "soon"], ["--probe", "http://a/", "--timeout", "0"],
        ["--probe", "http://a/", "--probe", "http://b/"], ["--probe", "http://a/", "--port", "1"],
        ["--probe", "https://a/"], ["--probe", "http://a:b@c/"],
    ])
    func otherArgumentsAreAUsageError(_ arguments: [String]) async throws {
        let result = try await blocking { try ProbeCommand.run(arguments, program: "service") }
        #expect(result.exitCode == 64)
        #expect(!result.complaint.isEmpty)
    }

    @Test func helpSaysHow() {
        let definition = ServiceDefinition(name: "service", summary: "", settings: [], prefixes: []) { _ in
            ServiceParts()
        }
        #expect(HelpText.render(definition, settings: []).contains("\n  service --probe URL [--timeout DURATION]\n"))
    }

    @Test func aProbeIsMeantByItsFlagAlone() {
        #expect(ProbeCommand.isMeant(by: ["--port", "1", "--probe=x"]))
        #expect(ProbeCommand.isMeant(by: ["--probe"]))
        #expect(!ProbeCommand.isMeant(by: ["--probe-interval", "1s"]))
    }
}
