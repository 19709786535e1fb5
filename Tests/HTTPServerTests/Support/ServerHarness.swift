import EventLoop
import HTTPCore
import HTTPServer
import Posix

/// A server on a free port of loopback, with what happened to it.
struct ServerHarness: Sendable {
    let group: EventLoopGroup
    let server: HTTPServer
    let events = ServerEvents()

    var address: SocketAddress { server.address }

    init(
        loops: Int = 1,
        configure: (inout HTTPServerConfiguration) -> Void = { _ in },
        handler: @escaping HTTPHandler
    ) throws {
        group = try EventLoopGroup(count: loops)
        var configuration = HTTPServerConfiguration(address: SocketAddress(ip: "127.0.0.1", port: 0)!)
        configure(&configuration)
        server = try HTTPServer.start(configuration, on: group, observer: events, handler: handler)
    }

    /// Ends everything; what still runs is cut off.
    func stop() async {
        await server.drain(timeout: .zero)
        group.shutDown()
    }

    /// Connects, to `address` where it is not the server's own, and closes the connection after `body`.
    func withPeer<Result: Sendable>(
        at address: SocketAddress? = nil,
        _ body: @escaping @Sendable (Peer) async throws -> Result
    ) async throws -> Result {
        let loop = group.loops[0]
        let address = address ?? self.address
        let task = Task(executorPreference: loop) { () async throws -> Result in
            let deadline = EventLoopClock.Instant.now.advanced(by: .seconds(20))
            let socket = try await AsyncSocket.connect(to: address, on: loop, deadline: deadline)
            defer { socket.close() }
            return try await body(Peer(socket))
        }
        return try await task.value
    }

    /// Sends bytes on a connection of their own and returns all that comes back until the server ends it.
    func exchange(_ text: String, at address: SocketAddress? = nil) async throws -> String {
        try await withPeer(at: address) { peer in
            try await peer.send(text)
            return try await peer.receiveAll().text
        }
    }
}
