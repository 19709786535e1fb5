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
    /// just before is replaced, and an idempotent request, or one of which nothing had been sent, is sent once more
    /// (RFC 9110 9.2.2, RFC 9112 9.3.1): that is no retry, since nothing was ever answered. Where all connections that
    /// the pool may have are in use the request waits for one, first come, first served.
    ///
    /// - Parameter deadline: when to give up, waiting and connecting included.
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
        let call = ClientCall(request, to: address, deadline: deadline, on: loop)
        let result = await withTaskCancellationHandler {
            if loop.isCurrent { return await perform(call, connection) }
            return await withTaskExecutorPreference(loop) { await perform(call, connection) }
        } onCancel: {
            call.cancel()
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

    private func perform(_ call: ClientCall, _ kind: Connection) async -> Result<HTTPResponse, HTTPClientError> {
        guard case .pooled = kind else {
            return await onNewConnection(call, endpoint: nil)
        }
        let endpoint = pools[call.loop.index].endpoint(call.address)
        var lease = endpoint.leaseNow(on: call.loop)
        if lease == nil { lease = await endpoint.waitForLease(for: call) }
        guard let lease else {
            return .failure(HTTPClientError(call.isCancelled ? .cancelled : .timedOut, sent: .nothing))
        }
        if case .reused(let connection) = lease {
            observer.connectionsChanged(idle: 0, active: 1)
            call.watch(connection.socket)
            let outcome = await connection.exchange(call)
            call.unwatch()
            observer.connectionsChanged(idle: 0, active: -1)
            guard outcome.showsStaleConnection(for: call.request) else { return settle(outcome, connection, endpoint) }
            connection.socket.close()
        }
        return await onNewConnection(call, endpoint: endpoint)
    }

    /// - Parameter endpoint: where the connection goes afterwards, and whose place it takes; nil closes it.
    private func onNewConnection(_ call: ClientCall, endpoint: EndpointPool?) async -> Result<
        HTTPResponse, HTTPClientError
    > {
        observer.connectionsChanged(idle: 0, active: 1)
        defer { observer.connectionsChanged(idle: 0, active: -1) }
        let connectDeadline = min(call.deadline, .now.advanced(by: configuration.connectTimeout))
        let socket: AsyncSocket
        do throws(IOError) {
            socket = try await AsyncSocket.connect(to: call.address, on: call.loop, deadline: connectDeadline) {
                call.watch($0)
            }
        } catch {
            call.unwatch()
            observer.connectionAttempted(succeeded: false)
            endpoint?.free()
            return .failure(HTTPClientError(connectFailure: error, isOverall: connectDeadline == call.deadline))
        }
        observer.connectionAttempted(succeeded: true)
        let connection = ClientConnection(socket: socket, limits: configuration.limits)
        endpoint?.watch(connection)
        call.watch(socket)
        let outcome = await connection.exchange(call)
        call.unwatch()
        return settle(outcome, connection, endpoint)
    }

    private func settle(
        _ outcome: ClientConnection.Outcome,
        _ connection: ClientConnection,
        _ endpoint: EndpointPool?
    ) -> Result<HTTPResponse, HTTPClientError> {
        if let endpoint, case .response(_, isReusable: true) = outcome {
            endpoint.giveBack(connection)
        } else {
            connection.socket.close()
            endpoint?.free()
        }
        return outcome.result
    }
}

extension HTTPClientError {
    /// - Parameter isOverall: whether the deadline of the request as a whole bounded the attempt.
    fileprivate init(connectFailure error: IOError, isOverall: Bool) {
        switch error {
        case .timedOut where !isOverall: self.init(.connectFailed(.timedOut), sent: .nothing)
        case .timedOut: self.init(.timedOut, sent: .nothing)
        case .cancelled, .closed: self.init(.cancelled, sent: .nothing)
        case .system(let errno): self.init(.connectFailed(errno), sent: .nothing)
        }
    }
}
