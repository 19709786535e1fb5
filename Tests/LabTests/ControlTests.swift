import Foundation
import Glibc
import Testing

@testable import Lab

@Suite struct ControlTests {
    /// A folder of its own, whose path is longer than a socket's address may be.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lab tests \(UUID().uuidString)/\(String(repeating: "long ", count: 30))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        }
        try body(folder.path)
    }

    @Test func aRequestTravelsToTheServerAndBack() throws {
        try withFolder { folder in
            let path = "\(folder)/control.sock"
            let server = try ControlServer(path: path) { request throws(LabError) in
                guard request.action == .kill else { throw LabError("not today", exitCode: .usage) }
                return "killed \(request.arguments.joined(separator: " "))"
            }
            defer { server.close() }
            let client = ControlClient(path: path)
            #expect(try client.send(ControlRequest(action: .kill, arguments: ["a", "b c"])) == "killed a b c")
            #expect(throws: LabError("not today", exitCode: .usage)) {
                try client.send(ControlRequest(action: .status, arguments: []))
            }
        }
    }

    @Test func withoutALabTheErrorSaysHowToStartOne() throws {
        try withFolder { folder in
            let error = #expect(throws: LabError.self) {
                try ControlClient(path: "\(folder)/control.sock").send(ControlRequest(action: .status, arguments: []))
            }
            #expect(error?.message.contains("./scripts/lab.sh up") == true)
            #expect(error?.exitCode == .unavailable)
        }
    }

    @Test func anAnswerIsSplitIntoStatusAndBody() throws {
        let bytes = Data("HTTP/1.1 503 Service Unavailable\r\nA: b\r\n\r\nbody\r\n\r\n".utf8)
        #expect(try LoopbackHTTP.parse(bytes) == LoopbackHTTP.Response(status: 503, body: Data("body\r\n\r\n".utf8)))
    }

    @Test(arguments: [
        (#"{"status":400,"detail":"rate: \"7\" is not accepted"}"#, #"rate: "7" is not accepted"#), ("{}", "{}"),
        ("gone", "gone"),
    ])
    func aRefusalIsToldInItsOwnWords(body: String, problem: String) {
        #expect(LoopbackHTTP.Response(status: 400, body: Data(body.utf8)).problem == problem)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 OK\r\n\r\n", "SSH-2.0\r\n\r\n"])
    func whatIsNoHTTPIsAnError(text: String) {
        #expect(throws: LabError.self) { try LoopbackHTTP.parse(Data(text.utf8)) }
    }

    @Test func aTakenPortIsFoundAndNamed() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = LoopbackAddress.make(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        #expect(LoopbackAddress.withPointer(&address) { bind(descriptor, $0, $1) } == 0 && listen(descriptor, 1) == 0)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        let port = Int(in_port_t(bigEndian: address.sin_port))
        #expect(try PortCheck.busy([port]) == [port])
        let error = #expect(throws: LabError.self) { try PortCheck.requireFree([port]) }
        #expect(error?.message.hasPrefix("port \(port) on 127.0.0.1 is in use") == true)
    }
}
