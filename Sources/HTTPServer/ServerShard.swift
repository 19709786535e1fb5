import EventLoop
import HTTPCore
import Posix

/// The part of a server that lives on one loop: its listener and its connections.
// @unchecked: the mutable state is confined to the loop's thread; other threads go through `loop.execute`.
final class ServerShard: @unchecked Sendable {
    let loop: EventLoop
    let configuration: HTTPServerConfiguration
    let observer: any HTTPServerObserver
    let handler: HTTPHandler

    private let budget: ConnectionBudget
    private var listener: AsyncListener?
    private var connections: [ObjectIdentifier: ServerConnection] = [:]
    private var drainWaiter: UnsafeContinuation<Void, Never>?
    private var outcome = DrainOutcome()
    private var hasDrained = false
    private var dateCache = (expiry: EventLoopClock.Instant(nanoseconds: .min), line: [UInt8]())
    private(set) var isDraining = false
    /// Whether answers end their connections, so that peers go elsewhere before the server stops.
    private(set) var endsConnections = false

    /// Connections that are accepted before others have their turn.
    private static let acceptsPerTurn = 32
    /// How long accepting pauses when descriptors have run out, instead of spinning on the same error.
    private static let acceptPause: Duration = .milliseconds(50)
    /// How long a drain waits for handlers that were cancelled.
    private static let cutGrace: Duration = .milliseconds(250)

    init(
        loop: EventLoop,
        configuration: HTTPServerConfiguration,
        budget: ConnectionBudget,
        observer: any HTTPServerObserver,
        handler: @escaping HTTPHandler
    ) {
        self.loop = loop
        self.configuration = configuration
        self.budget = budget
        self.observer = observer
        self.handler = handler
    }

    func serve(_ descriptor: consuming FileDescriptor) async {
        do {
            let listener = try AsyncListener(descriptor, loop: loop)
            guard !isDraining else { return listener.close() }
            self.listener = listener
            var acceptedThisTurn = 0
            while true {
                do throws(IOError) {
                    let accepted = try await listener.accept()
                    admit(accepted.socket, peer: accepted.peer)
                    acceptedThisTurn += 1
                    if acceptedThisTurn % Self.acceptsPerTurn == 0 { await Task.yield() }
                } catch {
                    if error == .closed { return }
                    try await loop.sleep(until: .now.advanced(by: Self.acceptPause))
                }
            }
        } catch {
            listener?.close()
        }
    }

    private func admit(_ socket: AsyncSocket, peer: SocketAddress?) {
        guard budget.take() else {
            observer.rejected(.overload)
            guard budget.beginRefusal() else { return socket.close() }
            loop.spawn {
                await ServerConnection.refuse(socket, lingerTime: self.configuration.lingerTime)
                self.budget.refusalEnded()
            }
            return
        }
        observer.connectionOpened()
        let connection = ServerConnection(socket: socket, peer: peer, shard: self)
        connections[ObjectIdentifier(connection)] = connection
        connection.task = loop.spawn { await connection.run() }
    }

    /// Called by a connection that has closed its socket.
    func ended(_ connection: ServerConnection) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        budget.giveBack()
        observer.connectionClosed()
        let isAnswered = !connection.isAborted && !connection.isBrokenOff && !connection.isIdle
        if isDraining && isAnswered { outcome.finished += 1 }
        finishDrainIfEmpty()
    }

    /// The `Date` field's line, formatted once a second (RFC 9110 6.6.1).
    func dateLine() -> [UInt8] {
        if loop.lastPoll >= dateCache.expiry {
            let now = WallClock.nanoseconds
            let (second, passed) = now.quotientAndRemainder(dividingBy: 1_000_000_000)
            dateCache.line = Array("date: \(HTTPDate.format(secondsSinceEpoch: second))\r\n".utf8)
            dateCache.expiry = .now.advanced(by: .nanoseconds(1_000_000_000 - passed))
        }
        return dateCache.line
    }

    // MARK: Drain

    func announceDrain() { loop.execute { self.endsConnections = true } }

    func beginDrain(deadline: EventLoopClock.Instant) {
        loop.execute { self.startDraining(deadline: deadline) }
    }

    private func startDraining(deadline: EventLoopClock.Instant) {
        guard !isDraining else { return }
        isDraining = true
        endsConnections = true
        if let listener {
            acceptWaiting(listener)
            listener.close()
        }
        for connection in connections.values where connection.isQuiet { connection.abort() }
        // Whoever awaits the end may have begun to before this ran.
        finishDrainIfEmpty()
        loop.spawn {
            do {
                try await self.loop.sleep(until: deadline)
                self.cutConnections()
                // A handler that does not heed its cancellation must not keep the process alive.
                try await self.loop.sleep(until: .now.advanced(by: Self.cutGrace))
                self.finishDrain()
            } catch {}
        }
    }

    /// Takes in whoever has connected already: closing the listener would reset them.
    private func acceptWaiting(_ listener: AsyncListener) {
        do throws(IOError) {
            while let accepted = try listener.acceptNow() { admit(accepted.socket, peer: accepted.peer) }
        } catch {
            // No descriptor is left for them.
        }
    }

    private func cutConnections() {
        outcome.cut = connections.count
        for connection in connections.values { connection.abort() }
    }

    /// Returns once the last connection has ended: what became of them.
    func drained() async -> DrainOutcome {
        await withTaskExecutorPreference(loop) {
            if !hasDrained {
                await withUnsafeContinuation { continuation in
                    drainWaiter = continuation
                    finishDrainIfEmpty()
                }
            }
            return outcome
        }
    }

    private func finishDrainIfEmpty() {
        if isDraining && connections.isEmpty { finishDrain() }
    }

    private func finishDrain() {
        hasDrained = true
        drainWaiter?.resume()
        drainWaiter = nil
    }
}
