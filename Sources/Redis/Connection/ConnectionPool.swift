import EventLoop

/// The connections of one loop, idle and in use. Confined to its loop.
///
/// A command takes a place first, then an idle connection; only where there is none it makes one. So there are never
/// more connections than places.
// @unchecked: confined to the loop's thread; `RedisClient` reaches it only from there.
final class ConnectionPool: @unchecked Sendable {
    let addresses: AddressCache
    private let configuration: RedisClientConfiguration
    private var places: PlaceLine<Waiter>
    /// The one used last is last.
    private var idle: [RedisConnection] = []
    private var calls: [ObjectIdentifier: RedisCall] = [:]
    private var isClosed = false
    private var closers: [UnsafeContinuation<Void, Never>] = []

    init(_ configuration: RedisClientConfiguration, addresses: AddressCache) {
        self.configuration = configuration
        self.addresses = addresses
        places = PlaceLine(total: configuration.maxConnections)
    }

    /// Begins a command; it ends with ``leave(_:)``.
    func enter(_ call: RedisCall) throws(RedisError) {
        if isClosed { throw RedisError(.cancelled) }
        if call.deadline <= .now { throw RedisError(.timedOut) }
        calls[ObjectIdentifier(call)] = call
    }

    /// Ends a command that holds neither a place nor a connection any more.
    func leave(_ call: RedisCall) {
        calls[ObjectIdentifier(call)] = nil
        guard calls.isEmpty else { return }
        for closer in closers { closer.resume() }
        closers = []
    }

    /// Waits for a place, until ``freePlace()``.
    func takePlace(for call: RedisCall) async throws(RedisError) {
        if places.take() { return }
        let waiter = Waiter()
        places.enqueue(waiter)
        do throws(RedisError) {
            try await waiter.wait(for: call)
        } catch {
            places.leave(waiter)
            throw error
        }
    }

    /// Gives a place to the first in the line.
    func freePlace() {
        // One whose wait has just ended otherwise does not take it.
        while let next = places.free(), !next.resume() {}
    }

    /// An idle connection that can be used, the one used last first; closes those that cannot.
    func takeIdle() -> RedisConnection? {
        while let connection = idle.popLast() {
            let socket = connection.socket
            let now = socket.loop.lastPoll
            if connection.openedAt.duration(to: now) < configuration.maxConnectionAge,
                connection.idleSince.duration(to: now) < configuration.maxIdleTime,
                socket.isQuiet
            {
                socket.onUnexpectedInput = nil
                return connection
            }
            socket.close()
        }
        return nil
    }

    /// Keeps a connection for the next command.
    func keep(_ connection: RedisConnection) {
        let socket = connection.socket
        guard !isClosed, socket.isOpen, !socket.isCancelled, !socket.peerHasEnded else { return socket.close() }
        socket.deadline = .distantFuture
        connection.idleSince = socket.loop.lastPoll
        // What comes while it is idle is what nobody asked for, or the end of the stream.
        socket.onUnexpectedInput = { [unowned self, unowned connection] in drop(connection) }
        idle.append(connection)
    }

    /// Ends all commands and closes all connections.
    ///
    /// - Parameter closer: resumed once that has happened.
    func close(_ closer: UnsafeContinuation<Void, Never>) {
        isClosed = true
        for connection in idle { connection.socket.close() }
        idle = []
        for call in calls.values { call.cancel() }
        if calls.isEmpty { closer.resume() } else { closers.append(closer) }
    }

    private func drop(_ connection: RedisConnection) {
        idle.removeAll { $0 === connection }
        connection.socket.close()
    }
}
