public import EventLoop
public import Posix

/// A server on a free port of the loopback address, whose every byte a test writes.
public struct ScriptedServer: Sendable {
    /// What happens on the connection with this number, from 0; the server closes it afterwards. A client that has gone
    /// is part of many scripts, so what they throw is nothing.
    public typealias Script = @Sendable (_ socket: AsyncSocket, _ number: Int) async throws -> Void

    /// One loop, for a client as well.
    public let group: EventLoopGroup
    /// Where it listens.
    public let address: SocketAddress
    private let acceptor: Task<Void, any Error>

    /// Starts to listen.
    public init(_ script: @escaping Script) throws {
        group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let descriptor = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!)
        address = try Socket.localAddress(descriptor)!
        let number = descriptor.release()
        acceptor = Task(executorPreference: loop) {
            let listener = try AsyncListener(FileDescriptor(owning: number), loop: loop)
            await withTaskCancellationHandler {
                await withTaskGroup(of: Void.self) { group in
                    var count = 0
                    do {
                        while true {
                            let socket = try await listener.accept().socket
                            let number = count
                            count += 1
                            group.addTask {
                                do { try await script(socket, number) } catch {}
                                socket.close()
                            }
                        }
                    } catch {
                        group.cancelAll()
                    }
                }
            } onCancel: {
                loop.execute { listener.close() }
            }
        }
    }

    /// Stops listening, waits for the scripts at hand and stops the loop.
    public func stop() async throws {
        acceptor.cancel()
        try await acceptor.value
        group.shutDown()
    }
}
