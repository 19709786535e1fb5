import EventLoop
import Posix

/// The connections of one loop to one address. Confined to its loop.
// @unchecked: confined to the loop's thread, like the pool it belongs to.
final class EndpointPool: @unchecked Sendable {
    private typealias State = PoolState<ClientConnection, PoolWaiter, EventLoopClock.Instant>

    /// A place in the pool, held until `giveBack` or `free`.
    enum Lease {
        /// Use this connection, which was used before.
        case reused(ClientConnection)
        /// Make a connection.
        case new
    }

    private let observer: any HTTPClientObserver
    private var state: State
    /// Called once nothing is kept, leased or waited for.
    var onUnused: () -> Void = {}

    init(configuration: HTTPClientConfiguration, observer: any HTTPClientObserver) {
        self.observer = observer
        state = State(configuration)
    }

    /// Leases a place; nil where all are taken.
    func leaseNow(on loop: EventLoop) -> Lease? {
        let now = loop.lastPoll
        switch state.lease(at: now, dispose: closeIdle) {
        case .new: return .new
        case .idle(let first): return firstQuiet(first, at: now)
        case .full: return nil
        }
    }

    /// Waits in the line for a place; nil once the deadline has come or the call was cancelled.
    func waitForLease(for call: ClientCall) async -> Lease? {
        let waiter = PoolWaiter()
        state.enqueue(waiter)
        waiter.onLeave = { [unowned self] waiter in self.state.leave(waiter) }
        call.watch(waiter)
        let timer = call.loop.spawn {
            do throws(CancellationError) {
                try await call.loop.sleep(until: call.deadline)
                waiter.cancel()
            } catch {
                // The place came in time.
            }
        }
        let lease = await waiter.wait()
        call.unwatch()
        timer.cancel()
        return lease
    }

    /// Ends a lease and keeps its connection for the next request, or closes it where it is too old or one too many.
    func giveBack(_ connection: ClientConnection) {
        let socket = connection.socket
        guard socket.isOpen, !socket.isCancelled, !socket.peerHasEnded else { return close(connection) }
        switch state.giveBack(connection, openedAt: connection.openedAt, at: socket.loop.lastPoll) {
        case .handed(let waiter):
            waiter.resume(socket.isQuiet ? .reused(connection) : replacing(connection))
        case .closed(let waiter):
            socket.close()
            waiter?.resume(.new)
            reportIfUnused()
        case .kept:
            socket.deadline = .distantFuture
            connection.isIdle = true
            observer.connectionsChanged(idle: 1, active: 0)
        }
    }

    /// Watches a new connection for what may come while it is idle: the end of the stream, or bytes that nobody asked for
    /// and that would be taken for the answer to the next request (RFC 9112 9.2).
    func watch(_ connection: ClientConnection) {
        connection.socket.onPeerClosed = { [weak self, unowned connection] in self?.drop(connection) }
        connection.socket.onUnexpectedInput = { [weak self, unowned connection] in self?.drop(connection) }
    }

    /// Ends a lease and closes its connection.
    func close(_ connection: ClientConnection) {
        connection.socket.close()
        free()
    }

    /// Ends a lease that has no connection.
    func free() {
        state.free()?.resume(.new)
        reportIfUnused()
    }

    /// Closes every idle connection.
    func closeAll() {
        for connection in state.removeAll() { closeIdle(connection) }
        reportIfUnused()
    }

    /// The first of the idle connections, beginning with `first`, that the server has neither closed nor written to.
    private func firstQuiet(_ first: ClientConnection, at now: EventLoopClock.Instant) -> Lease {
        var candidate: ClientConnection? = first
        while let connection = candidate {
            observer.connectionsChanged(idle: -1, active: 0)
            connection.isIdle = false
            if connection.socket.isQuiet { return .reused(connection) }
            connection.socket.close()
            candidate = state.nextIdle(at: now, dispose: closeIdle)
        }
        return .new
    }

    private func replacing(_ connection: ClientConnection) -> Lease {
        connection.socket.close()
        return .new
    }

    private func drop(_ connection: ClientConnection) {
        guard connection.isIdle, state.remove(connection) else { return }
        closeIdle(connection)
        reportIfUnused()
    }

    private func closeIdle(_ connection: ClientConnection) {
        connection.socket.close()
        observer.connectionsChanged(idle: -1, active: 0)
    }

    private func reportIfUnused() {
        if state.isUnused { onUnused() }
    }
}

/// A request in the line of an ``EndpointPool``. Confined to its loop.
// @unchecked: confined to the loop's thread; the timer's task runs there too.
final class PoolWaiter: CancellationTarget, @unchecked Sendable {
    private var continuation: UnsafeContinuation<Void, Never>?
    private var lease: EndpointPool.Lease?
    private var hasEnded = false
    /// Takes it out of the line; false if it has its place already.
    var onLeave: (PoolWaiter) -> Bool = { _ in true }

    /// Returns its place, or nil after ``cancel()``.
    func wait() async -> EndpointPool.Lease? {
        await withUnsafeContinuation { continuation in
            if hasEnded { continuation.resume() } else { self.continuation = continuation }
        }
        return lease
    }

    /// Gives it its place.
    func resume(_ lease: EndpointPool.Lease) {
        self.lease = lease
        finish()
    }

    /// Ends the wait; does nothing once it has its place.
    func cancel() {
        if onLeave(self) { finish() }
    }

    private func finish() {
        hasEnded = true
        continuation?.resume()
        continuation = nil
    }
}
