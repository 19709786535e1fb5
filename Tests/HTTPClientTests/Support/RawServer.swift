import EventLoop
import HTTPClient
import HTTPCore
import TestSupport

/// A server that a test writes byte by byte, and a client beside it on the same loop.
struct RawServer: Sendable {
    typealias Script = ScriptedServer.Script

    private let server: ScriptedServer
    let client: HTTPClient
    let connections = Connections()

    init(
        _ configuration: HTTPClientConfiguration = HTTPClientConfiguration(),
        _ script: @escaping Script
    ) throws {
        server = try ScriptedServer(script)
        client = HTTPClient(configuration, on: server.group, observer: connections)
    }

    func send(
        _ method: HTTPMethod = .get,
        body: [UInt8] = [],
        timeout: Duration = .seconds(60),
        over kind: HTTPClient.Connection = .pooled
    ) async -> Result<HTTPResponse, HTTPClientError> {
        do throws(HTTPClientError) {
            return .success(
                try await client.send(
                    HTTPRequest(method: method, target: "/", body: body),
                    to: server.address,
                    deadline: .now.advanced(by: timeout),
                    over: kind
                )
            )
        } catch {
            return .failure(error)
        }
    }

    func stop() async throws {
        await client.closeIdleConnections()
        try await server.stop()
    }

    /// Reads a request's head and answers with these bytes.
    static func answer(_ socket: AsyncSocket, _ text: String) async throws {
        try await readHead(socket)
        try await socket.write(Array(text.utf8))
    }

    static func readHead(_ socket: AsyncSocket) async throws {
        let input = ReceiveBuffer()
        while !String(decoding: input.readable, as: UTF8.self).contains("\r\n\r\n") {
            guard try await input.receive(from: socket) > 0 else { throw IOError.closed }
        }
    }

    static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
}

extension Result where Failure == HTTPClientError {
    var error: HTTPClientError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
