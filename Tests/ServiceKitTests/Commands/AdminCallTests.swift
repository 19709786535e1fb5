import HTTPClient
import HTTPCore
import Posix
import TestSupport
import Testing

@testable import ServiceKit

@Suite struct AdminCallTests {
    private func call(_ environment: [String: String]) throws -> AdminCall {
        let settings = CommonSettings.administration
        return try AdminCall(Configuration(settings: settings, prefixes: [], arguments: [], environment: environment))
    }

    private func outcome(_ status: HTTPStatus, _ body: String) throws -> AdminCall.Outcome {
        try call([:]).outcome(of: .success(HTTPResponse(status: status, body: Array(body.utf8))))
    }

    @Test func itAsksWhereTheServiceListens() throws {
        #expect(try call([:]).address == SocketAddress(ip: "127.0.0.1", port: 8081))
        let everywhere = try call(["ADMIN_HOST": "0.0.0.0", "ADMIN_PORT": "9"])
        #expect(everywhere.address == SocketAddress(ip: "127.0.0.1", port: 9))
        #expect(try call(["ADMIN_HOST": "::"]).address == SocketAddress(ip: "::1", port: 8081))
        #expect(try call(["ADMIN_HOST": "10.0.0.7"]).address == SocketAddress(ip: "10.0.0.7", port: 8081))
        #expect(try call(["ADMIN_TOKEN": "t"]).token == "t")
    }

    @Test func namesAndValuesAreEscaped() {
        let request = AdminCommand.Request(.put, "/faults", [("latency", "1ms..2ms"), ("a b", "x=é&")])
        #expect(request.target == "/faults?latency=1ms..2ms&a%20b=x%3D%C3%A9%26")
        #expect(AdminCommand.Request(.get, "/faults").target == "/faults")
    }

    @Test func anAnswerIsOneLineAndSaysHowItWent() throws {
        #expect(try outcome(.ok, "{\"a\":\n1}") == AdminCall.Outcome(exitCode: 0, line: #"{"a":1}"#))
        #expect(try outcome(.badRequest, "no such key").exitCode == ExitCode.usage)
        let refused = try outcome(.forbidden, "no token")
        #expect(refused.exitCode == ExitCode.unavailable)
        #expect(refused.line == "127.0.0.1:8081 answered 403: no token")
    }

    @Test func nobodyThereIsTold() throws {
        let port = RefusingPort()
        let outcome = try AdminCall(address: port.address, token: nil).run(AdminCommand.Request(.get, "/faults"))
        #expect(outcome.exitCode == ExitCode.unavailable)
        #expect(outcome.line.hasPrefix("\(port.address) gave no answer: could not connect"))
    }
}
