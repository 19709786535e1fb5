import EventLoop
import HTTPClient
import HTTPCore
import HTTPServer
import Posix

private struct ServerEvents: HTTPServerObserver {
    func connectionOpened() {}
    func connectionClosed() {}
    func rejected(_ reason: HTTPRejectionReason) {}
}

/// A client and a real server on loops of their own.
struct Pair {
    let group: EventLoopGroup
    let server: HTTPServer
    let client: HTTPClient
    let connections = Connections()

    init(
        _ configuration: HTTPClientConfiguration = HTTPClientConfiguration(),
        at ip: String = "127.0.0.1",
        handler: @escaping HTTPHandler
    ) throws {
        group = try EventLoopGroup(count: 1)
        server = try HTTPServer.start(
            HTTPServerConfiguration(address: SocketAddress(ip: ip, port: 0)!),
            on: group,
            observer: ServerEvents(),
            handler: handler
        )
        client = HTTPClient(configuration, on: group, observer: connections)
    }

    func get(
        _ target: String,
        timeout: Duration = .seconds(60),
        over kind: HTTPClient.Connection = .pooled
    ) async throws -> HTTPResponse {
        try await client.send(
            HTTPRequest(method: .get, target: target),
            to: server.address,
            deadline: .now.advanced(by: timeout),
            over: kind
        )
    }

    func stop() async {
        await server.drain(timeout: .zero)
        await client.closeIdleConnections()
        group.shutDown()
    }
}
