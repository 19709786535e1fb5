public import Posix
import Synchronization

/// Looks up host names on a thread of its own, because `NameLookup` blocks.
///
/// Thread-safe. Lookups are answered one after the other, in order. A name without addresses is not looked up again for
/// a short time (by default 1 s; RFC 2308 asks for such a cache): whoever asks gets the same failure.
public final class Resolver: Sendable {
    /// Finds the addresses of a name; it may block.
    public typealias Lookup = @Sendable (_ host: String, _ port: UInt16) -> Result<[SocketAddress], NameLookup.Failure>

    private struct Query {
        var host: String
        var port: UInt16
        var continuation: UnsafeContinuation<Result<[SocketAddress], NameLookup.Failure>, Never>
    }

    private final class Queue: Sendable {
        let wakeUp: WakeUp
        let queries = Mutex<[Query]>([])
        let isStopping = Atomic<Bool>(false)
        let lookUp: Lookup
        let negativeLifetime: Duration

        init(lookUp: @escaping Lookup, negativeLifetime: Duration) throws(Errno) {
            wakeUp = try WakeUp()
            self.lookUp = lookUp
            self.negativeLifetime = negativeLifetime
        }
    }

    private let queue: Queue

    /// Starts the resolver's thread.
    ///
    /// - Parameters:
    ///   - negativeLifetime: how long a failure is remembered; zero remembers none.
    ///   - lookUp: asks for a name's addresses, by default the system's resolver.
    /// - Throws: ``Errno`` where the system has no descriptor or thread left.
    public init(negativeLifetime: Duration = .seconds(1), lookUp: @escaping Lookup = Resolver.system) throws(Errno) {
        let queue = try Queue(lookUp: lookUp, negativeLifetime: negativeLifetime)
        self.queue = queue
        try Thread(name: "resolver") { Self.serve(queue) }.detach()
    }

    deinit {
        queue.isStopping.store(true, ordering: .releasing)
        queue.wakeUp.signal()
    }

    /// All addresses of `host`, in the system's order of preference. A numeric address is answered at once.
    public func resolve(_ host: String, port: UInt16) async -> Result<[SocketAddress], NameLookup.Failure> {
        if let address = SocketAddress(ip: host, port: port) { return .success([address]) }
        return await withUnsafeContinuation { continuation in
            queue.queries.withLock { $0.append(Query(host: host, port: port, continuation: continuation)) }
            queue.wakeUp.signal()
        }
    }

    private static func serve(_ queue: Queue) {
        var failures = NegativeCache<NameLookup.Failure, EventLoopClock.Instant>(lifetime: queue.negativeLifetime)
        while true {
            queue.wakeUp.wait()
            queue.wakeUp.clear()
            let queries = queue.queries.withLock { queries in
                defer { queries.removeAll() }
                return queries
            }
            for query in queries { query.continuation.resume(returning: answer(query, queue.lookUp, &failures)) }
            if queue.isStopping.load(ordering: .acquiring) { return }
        }
    }

    private static func answer(
        _ query: Query,
        _ lookUp: Lookup,
        _ failures: inout NegativeCache<NameLookup.Failure, EventLoopClock.Instant>
    ) -> Result<[SocketAddress], NameLookup.Failure> {
        if let failure = failures.failure(of: query.host, at: .now) { return .failure(failure) }
        let result = lookUp(query.host, query.port)
        if case .failure(let failure) = result { failures.record(failure, for: query.host, at: .now) }
        return result
    }

    /// The system's resolver (getaddrinfo(3)).
    @Sendable
    public static func system(_ host: String, port: UInt16) -> Result<[SocketAddress], NameLookup.Failure> {
        do throws(NameLookup.Failure) {
            return .success(try NameLookup.addresses(of: host, port: port))
        } catch {
            return .failure(error)
        }
    }
}
