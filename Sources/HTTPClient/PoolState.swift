/// What is kept of the connections to one address, and who waits for one: a pure value.
///
/// A place is a connection or the right to make one. A request leases a place and ends the lease with the connection
/// (``giveBack(_:openedAt:at:)``) or without (``free()``). Idle connections hold their places too, and while somebody
/// waits none is idle.
struct PoolState<Connection: AnyObject, Waiter: AnyObject, Instant: InstantProtocol>
where Instant.Duration == Duration {
    /// What a request may do.
    enum Lease {
        /// Use this connection.
        case idle(Connection)
        /// Make a connection.
        case new
        /// Every place is taken: ``enqueue(_:)``.
        case full
    }

    /// What becomes of a connection that was given back, once its lease has ended.
    enum Return {
        /// It waits for the next request.
        case kept
        /// The first in the line has it, and the place with it.
        case handed(to: Waiter)
        /// It has to be closed; the first in the line, if there is one, has the place.
        case closed(next: Waiter?)
    }

    private struct Entry {
        let connection: Connection
        let openedAt: Instant
        let idleSince: Instant
    }

    private let maxTotal: Int
    private let maxIdle: Int
    private let maxAge: Duration
    private let maxIdleTime: Duration
    /// The freshest is last.
    private var idle: [Entry] = []
    private var leased = 0
    private var line: [Waiter] = []

    init(_ configuration: HTTPClientConfiguration) {
        maxTotal = max(1, configuration.maxConnections)
        maxIdle = configuration.maxIdleConnections
        maxAge = configuration.maxConnectionAge
        maxIdleTime = configuration.maxIdleTime
    }

    var idleCount: Int { idle.count }

    /// Whether nothing is kept, leased or waited for.
    var isUnused: Bool { idle.isEmpty && leased == 0 && line.isEmpty }

    /// Leases a place if one is free; the connection used last is used first.
    ///
    /// - Parameter dispose: receives connections that have become too old.
    mutating func lease(at now: Instant, dispose: (Connection) -> Void) -> Lease {
        guard leased < maxTotal, line.isEmpty else { return .full }
        leased += 1
        return nextIdle(at: now, dispose: dispose).map(Lease.idle) ?? .new
    }

    /// Another idle connection for a lease whose own proved dead; nil where a new one must be made.
    mutating func nextIdle(at now: Instant, dispose: (Connection) -> Void) -> Connection? {
        while let entry = idle.popLast() {
            if entry.openedAt.duration(to: now) < maxAge && entry.idleSince.duration(to: now) < maxIdleTime {
                return entry.connection
            }
            dispose(entry.connection)
        }
        return nil
    }

    /// Ends a lease with a connection that can serve again.
    mutating func giveBack(_ connection: Connection, openedAt: Instant, at now: Instant) -> Return {
        guard openedAt.duration(to: now) < maxAge else { return .closed(next: free()) }
        if let next = takeFirst() { return .handed(to: next) }
        leased -= 1
        guard idle.count < maxIdle else { return .closed(next: nil) }
        idle.append(Entry(connection: connection, openedAt: openedAt, idleSince: now))
        return .kept
    }

    /// Ends a lease without a connection. The first in the line gets the place, and may make a connection.
    mutating func free() -> Waiter? {
        if let next = takeFirst() { return next }
        leased -= 1
        return nil
    }

    /// Puts a request at the end of the line.
    mutating func enqueue(_ waiter: Waiter) { line.append(waiter) }

    /// Takes a request that waits no longer out of the line; false if it has its place already.
    mutating func leave(_ waiter: Waiter) -> Bool {
        guard let index = line.firstIndex(where: { $0 === waiter }) else { return false }
        line.remove(at: index)
        return true
    }

    /// Forgets an idle connection; false if it is not idle.
    mutating func remove(_ connection: Connection) -> Bool {
        guard let index = idle.firstIndex(where: { $0.connection === connection }) else { return false }
        idle.remove(at: index)
        return true
    }

    /// Forgets all idle connections and returns them.
    mutating func removeAll() -> [Connection] {
        defer { idle.removeAll() }
        return idle.map(\.connection)
    }

    private mutating func takeFirst() -> Waiter? { line.isEmpty ? nil : line.removeFirst() }
}
