import Glibc
public import Posix

/// A port of the loopback address at which connections are refused for as long as this lives: bound, so that nobody else
/// gets it, and not listened on.
public final class RefusingPort: Sendable {
    /// Where connections are refused.
    public let address: SocketAddress
    private let descriptor: Int32

    /// Takes a free port. Traps where there is none.
    public init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var bound = sockaddr_in()
        bound.sin_family = sa_family_t(AF_INET)
        bound.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &bound) { [descriptor] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        precondition(result == 0, "no free port: errno \(errno)")
        address = SocketAddress(ip: "127.0.0.1", port: UInt16(bigEndian: bound.sin_port))!
    }

    deinit { close(descriptor) }
}
