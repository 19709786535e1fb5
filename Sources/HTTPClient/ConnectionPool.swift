import EventLoop
import Posix

/// The idle connections of one loop, by address; the one used last is used first. Confined to its loop.
// @unchecked: confined to the loop's thread; `HTTPClient` reaches it only from tasks that run there.
final class ConnectionPool: @unchecked Sendable {
    private let configuration: HTTPClientConfiguration
    private let observer: any HTTPClientObserver
    private var idle: [SocketAddress: [ClientConnection]] = [:]

    init(configuration: HTTPClientConfiguration, observer: any HTTPClientObserver) {
        self.configuration = configuration
        self.observer = observer
    }

    /// Takes the freshest idle connection to `address` that is still fit for use.
    func take(_ address: SocketAddress) -> ClientConnection? {
        let now = EventLoopClock.Instant.now
        while let connection = idle[address]?.popLast() {
            observer.connectionsChanged(idle: -1, active: 0)
            connection.socket.onPeerClosed = nil
            connection.socket.onUnexpectedInput = nil
            if isFit(connection, at: now) && connection.socket.isQuiet {
                return connection
            }
            connection.socket.close()
        }
        idle[address] = nil
        return nil
    }

    /// Keeps a connection for the next request, or closes it where it is too old or one too many.
    func giveBack(_ connection: ClientConnection) {
        let address = connection.address
        connection.idleSince = .now
        connection.socket.deadline = .distantFuture
        guard connection.socket.isOpen, !connection.socket.isCancelled, isFit(connection, at: connection.idleSince),
            idle[address, default: []].count < configuration.maxIdleConnections
        else { return connection.socket.close() }
        // Bytes that nobody asked for would be taken for the answer to the next request (RFC 9112 9.2).
        connection.socket.onPeerClosed = { [weak self, unowned connection] in self?.drop(connection) }
        connection.socket.onUnexpectedInput = { [weak self, unowned connection] in self?.drop(connection) }
        idle[address, default: []].append(connection)
        observer.connectionsChanged(idle: 1, active: 0)
    }

    /// Closes every idle connection.
    func closeAll() {
        for connections in idle.values {
            for connection in connections { connection.socket.close() }
            observer.connectionsChanged(idle: -connections.count, active: 0)
        }
        idle.removeAll()
    }

    private func drop(_ connection: ClientConnection) {
        guard let index = idle[connection.address]?.firstIndex(where: { $0 === connection }) else { return }
        let dropped = idle[connection.address]?.remove(at: index)
        dropped?.socket.close()
        observer.connectionsChanged(idle: -1, active: 0)
    }

    private func isFit(_ connection: ClientConnection, at now: EventLoopClock.Instant) -> Bool {
        connection.openedAt.duration(to: now) < configuration.maxConnectionAge
            && connection.idleSince.duration(to: now) < configuration.maxIdleTime
    }
}
