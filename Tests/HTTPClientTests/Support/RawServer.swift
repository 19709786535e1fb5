import EventLoop
import HTTPClient
import HTTPCore
import Posix

/// A server that a test writes byte by byte, and a client beside it on the same loop.
struct RawServer: Sendable {
    /// What happens on the connection with this number, from 0; the server closes it afterwards.
    typealias Script = @Sendable (_ socket: AsyncSocket, _ number: Int) async throws -> Void

    let group: EventLoopGroup
    let address: SocketAddress
    let client: HTTPClient
    let connections = Connections()
    private let acceptor: Task<Void, any Error>

    init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration(), _ script: @escaping Script) throws {
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
                                // A client that has gone is part of many scripts.
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
        client = HTTPClient(configuration, on: group, observer: connections)
    }

    func send(
        _ method: HTTPMethod = .get,
        body: [UInt8] = [],
        timeout: Duration = .seconds(20),
        over kind: HTTPClient.Connection = .pooled
    ) async -> Result<HTTPResponse, HTTPClientError> {
        do throws(HTTPClientError) {
            return .success(
                try await client.send(
                    HTTPRequest(method: method, target: "/", body: body),
                    to: address,
                    deadline: .now.advanced(by: timeout),
                    over: kind
                )
            )
        } catch {
            return .failure(error)
        }
    }

    func stop() async throws {
        acceptor.cancel()
        await client.closeIdleConnections()
        try await acceptor.value
        group.shutDown()
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
