import CLinux
import Glibc

/// Asks the system for the addresses of a host name.
public enum NameLookup {
    /// Why a name has no addresses.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The name does not exist, or has no address.
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

    /// All addresses of `host` with `port`, in the system's order of preference (getaddrinfo(3)).
    ///
    /// Blocks the calling thread for as long as the name servers take.
    public static func addresses(of host: String, port: UInt16) throws(Failure) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            throw code == EAI_NONAME ? .notFound : .failed(String(cString: gai_strerror(code)))
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
        guard !addresses.isEmpty else { throw .notFound }
        return addresses
    }
}
