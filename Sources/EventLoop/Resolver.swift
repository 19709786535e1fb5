public import Posix
import Synchronization

/// Looks up host names on a thread of its own, because `NameLookup` blocks.
///
/// Thread-safe. Lookups are answered one after the other, in order.
public final class Resolver: Sendable {
    private struct Query {
        var host: String
        var port: UInt16
        var continuation: UnsafeContinuation<Result<[SocketAddress], NameLookup.Failure>, Never>
    }

    private final class Queue: Sendable {
        let wakeUp: WakeUp
        let queries = Mutex<[Query]>([])
        let isStopping = Atomic<Bool>(false)
        init() throws(Errno) { wakeUp = try WakeUp() }
    }

    private let queue: Queue

    /// Starts the resolver's thread.
    ///
    /// - Throws: ``Errno`` where the system has no descriptor or thread left.
    public init() throws(Errno) {
        let queue = try Queue()
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
        while true {
            queue.wakeUp.wait()
            queue.wakeUp.clear()
            let queries = queue.queries.withLock { queries in
                defer { queries.removeAll() }
                return queries
            }
            for query in queries { query.continuation.resume(returning: lookUp(query.host, port: query.port)) }
            if queue.isStopping.load(ordering: .acquiring) { return }
        }
    }

    private static func lookUp(_ host: String, port: UInt16) -> Result<[SocketAddress], NameLookup.Failure> {
        do throws(NameLookup.Failure) {
            return .success(try NameLookup.addresses(of: host, port: port))
        } catch {
            return .failure(error)
        }
    }
}
