import EventLoop
import HTTPCore
import HTTPServer
import Posix
import Synchronization

/// A server on a free port of loopback, with what happened to it.
struct ServerHarness: Sendable {
    final class Events: HTTPServerObserver, Sendable {
        private let state = Mutex((opened: 0, closed: 0, rejections: [HTTPRejectionReason]()))
        func connectionOpened() { state.withLock { $0.opened += 1 } }
        func connectionClosed() { state.withLock { $0.closed += 1 } }
        func rejected(_ reason: HTTPRejectionReason) { state.withLock { $0.rejections.append(reason) } }
        var opened: Int { state.withLock { $0.opened } }
        var rejections: [HTTPRejectionReason] { state.withLock { $0.rejections } }
    }

    let group: EventLoopGroup
    let server: HTTPServer
    let events = Events()

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

    /// Sends bytes on a connection of their own and returns all that comes back until the server closes, or until
    /// `responses` heads have come.
    func exchange(_ text: String, untilClose: Bool = true) async throws -> String {
        let loop = group.loops[0]
        let address = self.address
        let task = Task(executorPreference: loop) { () async throws -> String in
            let socket = try await AsyncSocket.connect(to: address, on: loop, deadline: .now.advanced(by: .seconds(20)))
            defer { socket.close() }
            try await socket.write(Array(text.utf8))
            let buffer = ReceiveBuffer()
            do {
                while try await buffer.receive(from: socket) > 0 {}
            } catch IOError.system {
                // A reset: what came before it is the answer.
            }
            return String(decoding: buffer.readable, as: UTF8.self)
        }
        return try await task.value
    }
}
