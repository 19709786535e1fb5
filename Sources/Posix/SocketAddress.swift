import CLinux
import Glibc

/// An IPv4 or IPv6 address with a port.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address itself, in network byte order.
    private enum Host: Hashable, Sendable {
        case v4(UInt32)
        case v6(low: UInt64, high: UInt64, scope: UInt32)
    }

    private let host: Host
    /// The port, 0…65535.
    public let port: UInt16

    /// Parses a numeric address (`127.0.0.1`, `::1`, `fe80::1%eth0`); nil for anything else. Asks no name server.
    public init?(ip: String, port: UInt16) {
        var number = in_addr()
        if inet_pton(AF_INET, ip, &number) == 1 {
            self.init(host: .v4(number.s_addr), port: port)
            return
        }
        // IPv6 by getaddrinfo, which knows scopes; without a colon it would also take short forms such as 127.1.
        guard ip.contains(":") else { return nil }
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(ip, nil, &hints, &list) == 0, let first = list else { return nil }
        defer { freeaddrinfo(list) }
        guard let address = SocketAddress(first.pointee.ai_addr, length: first.pointee.ai_addrlen) else { return nil }
        self.init(host: address.host, port: port)
    }

    private init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Copies a `sockaddr`; nil where the family is neither IPv4 nor IPv6. An IPv4 address mapped into IPv6, as a socket
    /// bound to `::` has its IPv4 peers, becomes the IPv4 address it is (RFC 4291 2.5.5.2).
    init?(_ pointer: UnsafePointer<sockaddr>?, length: socklen_t) {
        guard let pointer else { return nil }
        let raw = UnsafeRawPointer(pointer)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET where length >= socklen_t(MemoryLayout<sockaddr_in>.size):
            let address = raw.loadUnaligned(as: sockaddr_in.self)
            self.init(host: .v4(address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
        case AF_INET6 where length >= socklen_t(MemoryLayout<sockaddr_in6>.size):
            let address = raw.loadUnaligned(as: sockaddr_in6.self)
            let words = withUnsafeBytes(of: address.sin6_addr) {
                ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            }
            let port = UInt16(bigEndian: address.sin6_port)
            let (prefix, number) = UInt64(bigEndian: words.1).quotientAndRemainder(dividingBy: 1 << 32)
            if words.0 == 0 && prefix == 0xFFFF {
                self.init(host: .v4(UInt32(number).bigEndian), port: port)
            } else {
                self.init(host: .v6(low: words.0, high: words.1, scope: address.sin6_scope_id), port: port)
            }
        default:
            return nil
        }
    }

    /// The same address with another port.
    public func withPort(_ port: UInt16) -> SocketAddress { SocketAddress(host: host, port: port) }

    /// `AF_INET` or `AF_INET6`.
    public var family: Int32 {
        switch host {
        case .v4: AF_INET
        case .v6: AF_INET6
        }
    }

    /// True for an address that only this machine can reach (127.0.0.0/8 and `::1`; RFC 1122 3.2.1.3, RFC 4291 2.5.3).
    public var isLoopback: Bool {
        switch host {
        case .v4(let address): UInt32(bigEndian: address) >> 24 == 127
        case .v6(let low, let high, _): low == 0 && high == UInt64(1).bigEndian
        }
    }

    /// Calls `body` with the address as the system calls take it.
    func withSockAddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        switch host {
        case .v4(let number):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = number
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .v6(let low, let high, let scope):
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &address.sin6_addr) {
                $0.storeBytes(of: low, as: UInt64.self)
                $0.storeBytes(of: high, toByteOffset: 8, as: UInt64.self)
            }
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
    }

    /// The numeric address without the port.
    public var ip: String {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let result = withSockAddr {
            getnameinfo($0, $1, &text, socklen_t(NI_MAXHOST), nil, 0, NI_NUMERICHOST)
        }
        guard result == 0 else { return "?" }
        return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    /// `127.0.0.1:8080` or `[::1]:8080`.
    public var description: String {
        switch host {
        case .v4: "\(ip):\(port)"
        case .v6: "[\(ip)]:\(port)"
        }
    }
}
