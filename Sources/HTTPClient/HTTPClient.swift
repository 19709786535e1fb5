public import EventLoop
public import HTTPCore
public import Posix

/// An HTTP/1.1 client with a pool of connections per event loop.
///
/// It sends one request and returns what came back; retrying, choosing an address and breaking circuits are the
/// caller's. Thread-safe.
public final class HTTPClient: Sendable {
    /// Which connection a request may use.
    public enum Connection: Sendable {
        /// An idle one of the pool where there is one.
        case pooled
        /// A new one, closed afterwards: it meets what a new connection meets.
        case fresh
    }

    private let configuration: HTTPClientConfiguration
    private let group: EventLoopGroup
    private let observer: any HTTPClientObserver
    private let pools: [ConnectionPool]

    /// Makes a client on the loops of `group`.
    public init(
        _ configuration: HTTPClientConfiguration = HTTPClientConfiguration(),
        on group: EventLoopGroup,
        observer: any HTTPClientObserver
    ) {
        self.configuration = configuration
        self.group = group
        self.observer = observer
        pools = group.loops.map { _ in ConnectionPool(configuration: configuration, observer: observer) }
    }

    /// Sends `request` to `address` and reads the whole response.
    ///
    /// The `Host` field is the address unless the request has one. A kept-alive connection that the server closed
    /// just before is replaced, and an idempotent request sent once more (RFC 9110 9.2.2, RFC 9112 9.3.1): that is
    /// no retry, since nothing was ever answered.
    ///
    /// - Parameter deadline: when to give up, connecting included.
    /// - Throws: ``HTTPClientError``. Cancelling the task closes the connection and throws `cancelled`.
    public func send(
        _ request: HTTPRequest,
        to address: SocketAddress,
        deadline: EventLoopClock.Instant,
        over connection: Connection = .pooled
    ) async throws(HTTPClientError) -> HTTPResponse {
        var request = request
        if !request.fields.contains(.host) { request.fields[.host] = address.description }
        let loop = self.loop
        let cancellation = Cancellation(loop: loop)
        let prepared = request
        let result = await withTaskCancellationHandler {
            if loop.isCurrent {
                return await perform(prepared, address, deadline, connection, loop, cancellation)
            }
            return await withTaskExecutorPreference(loop) {
                await perform(prepared, address, deadline, connection, loop, cancellation)
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }

    /// Closes the idle connections.
    public func closeIdleConnections() async {
        for (loop, pool) in zip(group.loops, pools) {
            await withUnsafeContinuation { continuation in
                loop.execute {
                    pool.closeAll()
                    continuation.resume()
                }
            }
        }
    }

    private var loop: EventLoop {
        if let current = EventLoop.current, current.index < group.loops.count, group.loops[current.index] === current {
            return current
        }
        return group.next()
    }

    private func perform(
        _ request: HTTPRequest,
        _ address: SocketAddress,
        _ deadline: EventLoopClock.Instant,
        _ kind: Connection,
        _ loop: EventLoop,
        _ cancellation: Cancellation
    ) async -> Result<HTTPResponse, HTTPClientError> {
        observer.connectionsChanged(idle: 0, active: 1)
        defer { observer.connectionsChanged(idle: 0, active: -1) }
        let pool = pools[loop.index]
        if case .pooled = kind, let reused = pool.take(address) {
            switch await exchange(request, on: reused, deadline, pool, cancellation, keeps: true) {
            case .response(let response, _): return .success(response)
            case .failed(let error, let beforeFirstByte):
                guard beforeFirstByte, request.method.isIdempotent else { return .failure(error) }
            }
        }
        let socket: AsyncSocket
        do throws(IOError) {
            socket = try await AsyncSocket.connect(to: address, on: loop, deadline: deadline) {
                cancellation.watch($0)
            }
        } catch {
            observer.connectionAttempted(succeeded: false)
            return .failure(HTTPClientError(connectFailure: error))
        }
        observer.connectionAttempted(succeeded: true)
        let connection = ClientConnection(socket: socket, address: address, limits: configuration.limits)
        let keeps = if case .pooled = kind { true } else { false }
        switch await exchange(request, on: connection, deadline, pool, cancellation, keeps: keeps) {
        case .response(let response, _): return .success(response)
        case .failed(let error, _): return .failure(error)
        }
    }

    private func exchange(
        _ request: HTTPRequest,
        on connection: ClientConnection,
        _ deadline: EventLoopClock.Instant,
        _ pool: ConnectionPool,
        _ cancellation: Cancellation,
        keeps: Bool
    ) async -> ClientConnection.Outcome {
        cancellation.watch(connection.socket)
        let outcome = await connection.exchange(request, deadline: deadline)
        cancellation.unwatch()
        if keeps, case .response(_, isReusable: true) = outcome {
            pool.giveBack(connection)
        } else {
            connection.socket.close()
        }
        return outcome
    }
}

/// Carries a task's cancellation to the socket its request is using.
// @unchecked: `socket` and `isCancelled` are confined to the loop's thread.
private final class Cancellation: @unchecked Sendable {
    private let loop: EventLoop
    private var socket: AsyncSocket?
    private var isCancelled = false

    init(loop: EventLoop) { self.loop = loop }

    func watch(_ socket: AsyncSocket) {
        self.socket = socket
        if isCancelled { socket.cancel() }
    }

    func unwatch() { socket = nil }

    /// Called on whatever thread cancels.
    func cancel() {
        loop.execute {
            self.isCancelled = true
            self.socket?.cancel()
        }
    }
}

extension HTTPClientError {
    fileprivate init(connectFailure error: IOError) {
        switch error {
        case .timedOut: self.init(.timedOut, sent: .nothing)
        case .cancelled, .closed: self.init(.cancelled, sent: .nothing)
        case .system(let errno): self.init(.connectFailed(errno), sent: .nothing)
        }
    }
}
