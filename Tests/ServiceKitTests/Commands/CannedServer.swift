import EventLoop
import Posix
import Synchronization
import TestSupport

@testable import ServiceKit

/// A server that answers every request with the same bytes, and keeps the last request's head.
struct CannedServer: Sendable {
    private final class Head: Sendable {
        let text = Mutex("")
    }

    private let server: ScriptedServer
    private let head: Head

    /// - Parameter answer: nil never answers.
    init(_ answer: String?) throws {
        let head = Head()
        self.head = head
        server = try ScriptedServer { socket, _ in
            let buffer = ReceiveBuffer()
            var text = ""
            while !text.hasSuffix("\r\n\r\n") {
                guard try await buffer.receive(from: socket) > 0 else { return }
                text = String(decoding: buffer.readable, as: UTF8.self)
            }
            head.text.withLock { $0 = text }
            if let answer {
                try await socket.write(Array(answer.utf8))
            } else {
                // Until the client has had enough.
                while try await buffer.receive(from: socket) > 0 {}
            }
        }
    }

    var port: Int { Int(server.address.port) }
    var url: String { "http://\(server.address)" }
    var request: String { head.text.withLock { $0 } }

    func stop() async throws { try await server.stop() }
}

/// Runs what blocks its thread on a thread of its own: those of the tests are few.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        do throws(Errno) {
            try Thread(name: "command") { continuation.resume(with: Result(catching: body)) }.detach()
        } catch {
            continuation.resume(throwing: error)
        }
    }
}
