import CLinux
import Glibc
public import Posix
import Synchronization

/// Looks up host names with `getaddrinfo` on a thread of its own, because that call blocks.
///
/// Thread-safe. Lookups are answered one after the other, in order.
public final class Resolver: Sendable {
    /// Why a name has no addresses.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The name exists with no address, or does not exist.
        case notFound
        /// The lookup itself failed, in the system's words.
        case failed(String)

        /// A short text for people.
        public var description: String {
            switch self {
            case .notFound: "name not found"
            case .failed(let text): text
            }
        }
    }

    private struct Query {
        var host: String
        var port: UInt16
        var continuation: UnsafeContinuation<Result<[SocketAddress], Failure>, Never>
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
    public func resolve(_ host: String, port: UInt16) async -> Result<[SocketAddress], Failure> {
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

    private static func lookUp(_ host: String, port: UInt16) -> Result<[SocketAddress], Failure> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            if code == EAI_NONAME { return .failure(.notFound) }
            return .failure(.failed(String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let current = entry {
            if let address = SocketAddress(current.pointee.ai_addr, length: current.pointee.ai_addrlen) {
                addresses.append(address.withPort(port))
            }
            entry = current.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.notFound) : .success(addresses)
    }
}
