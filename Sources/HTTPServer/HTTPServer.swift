public import EventLoop
import HTTPCore
public import Posix

/// An HTTP/1.1 server on the event loops of a group: one listener per loop, one task per connection.
///
/// Thread-safe.
public final class HTTPServer: Sendable {
    /// Where it listens, with the port that port 0 became.
    public let address: SocketAddress
    private let shards: [ServerShard]

    private init(address: SocketAddress, shards: [ServerShard]) {
        self.address = address
        self.shards = shards
    }

    /// Binds, and starts to accept.
    ///
    /// - Throws: ``Errno``, `EADDRINUSE` where another process listens there already.
    public static func start(
        _ configuration: HTTPServerConfiguration,
        on group: EventLoopGroup,
        observer: any HTTPServerObserver,
        handler: @escaping HTTPHandler
    ) throws(Errno) -> HTTPServer {
        let listeners = try bind(configuration.address, count: group.loops.count)
        let budget = ConnectionBudget(limit: configuration.maxConnections)
        var shards: [ServerShard] = []
        for (loop, descriptor) in zip(group.loops, listeners.descriptors) {
            let shard = ServerShard(
                loop: loop,
                configuration: configuration,
                budget: budget,
                observer: observer,
                handler: handler
            )
            shards.append(shard)
            loop.spawn { await shard.serve(FileDescriptor(owning: descriptor)) }
        }
        return HTTPServer(address: listeners.address, shards: shards)
    }

    /// Answers carry `Connection: close` from now on, so that kept-alive peers leave with an answer in hand instead of
    /// losing a request to ``drain(timeout:)``. Connections are still accepted.
    public func announceDrain() {
        for shard in shards { shard.announceDrain() }
    }

    /// Stops accepting, closes idle connections, and lets the requests in flight finish with `Connection: close`.
    ///
    /// - Parameter timeout: when what still runs is cancelled and its connection closed; a handler that does not heed
    ///   that is left behind a quarter of a second later.
    /// - Returns: how many connections finished in that time, and how many had to be cut off.
    @discardableResult
    public func drain(timeout: Duration) async -> DrainOutcome {
        var outcome = DrainOutcome()
        let deadline = EventLoopClock.Instant.now.advanced(by: timeout)
        for shard in shards { shard.beginDrain(deadline: deadline) }
        for shard in shards {
            let part = await shard.drained()
            outcome.finished += part.finished
            outcome.cut += part.cut
        }
        return outcome
    }

    /// One listening socket per loop. `SO_REUSEPORT` would let a second process share the port unnoticed, so where
    /// several sockets are needed a first one without it asks whether the port is free.
    private static func bind(
        _ address: SocketAddress,
        count: Int
    ) throws(Errno) -> (address: SocketAddress, descriptors: [Int32]) {
        var descriptors: [Int32] = []
        let first = try Socket.listen(on: address)
        let bound = try Socket.localAddress(first) ?? address
        if count == 1 { return (bound, [first.release()]) }
        _ = consume first
        do {
            for _ in 0..<count { descriptors.append(try Socket.listen(on: bound, reusePort: true).release()) }
        } catch {
            for descriptor in descriptors { _ = FileDescriptor(owning: descriptor) }
            throw error
        }
        return (bound, descriptors)
    }
}
