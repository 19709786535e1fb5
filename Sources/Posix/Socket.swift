import CLinux
import Glibc

/// TCP sockets: the system calls with typed errors. All sockets made here are non-blocking and close-on-exec.
public enum Socket {
    /// Makes a listening socket bound to `address`.
    ///
    /// - Parameters:
    ///   - reusePort: lets several sockets share the port, one per event loop (`SO_REUSEPORT`, socket(7)).
    ///   - backlog: connections the kernel holds before they are accepted; it caps this at `net.core.somaxconn`.
    /// - Throws: ``Errno``, `EADDRINUSE` above all.
    public static func listen(
        on address: SocketAddress,
        reusePort: Bool = false,
        backlog: Int32 = 1024
    ) throws(Errno) -> FileDescriptor {
        let descriptor = try open(family: address.family)
        try setOption(descriptor.rawValue, SOL_SOCKET, SO_REUSEADDR, 1)
        if reusePort { try setOption(descriptor.rawValue, SOL_SOCKET, SO_REUSEPORT, 1) }
        // `::` serves IPv4 too, as the operators of dual-stack clusters expect.
        if address.family == AF_INET6 { try setOption(descriptor.rawValue, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        guard address.withSockAddr({ Glibc.bind(descriptor.rawValue, $0, $1) }) == 0 else { throw Errno.last }
        guard Glibc.listen(descriptor.rawValue, backlog) == 0 else { throw Errno.last }
        return descriptor
    }

    /// Accepts one waiting connection, with its peer's address.
    ///
    /// - Throws: ``Errno``: `EAGAIN` when none waits, `EMFILE`/`ENFILE` when descriptors have run out.
    public static func accept(_ listener: borrowing FileDescriptor) throws(Errno) -> Accepted {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let number = listener.rawValue
        let accepted = try retryingOnInterrupt {
            withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    accept4(number, $0, &length, Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue))
                }
            }
        }
        return Accepted(descriptor: FileDescriptor(owning: accepted), peer: address(in: storage, length))
    }

    /// A connection that was accepted, and who made it.
    public struct Accepted: ~Copyable {
        /// The connected socket.
        public let descriptor: FileDescriptor
        /// The peer's address; nil where the family is neither IPv4 nor IPv6.
        public let peer: SocketAddress?

        init(descriptor: consuming FileDescriptor, peer: SocketAddress?) {
            self.descriptor = descriptor
            self.peer = peer
        }

        /// Gives up the socket.
        public consuming func takeDescriptor() -> FileDescriptor { descriptor }
    }

    /// Starts to connect. Returns at once; the socket is writable when the outcome is known: ask ``pendingError(_:)``.
    public static func connect(to address: SocketAddress) throws(Errno) -> FileDescriptor {
        let descriptor = try open(family: address.family)
        try disableDelay(descriptor.rawValue)
        let result = address.withSockAddr { Glibc.connect(descriptor.rawValue, $0, $1) }
        if result != 0 {
            let error = Errno.last
            if error.code != EINPROGRESS && error.code != EINTR { throw error }
        }
        return descriptor
    }

    /// The error a socket holds (`SO_ERROR`), nil if none: the outcome of a connect.
    public static func pendingError(_ descriptor: Int32) -> Errno? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else { return Errno.last }
        return code == 0 ? nil : Errno(code)
    }

    /// The local address of a bound socket: what port 0 became.
    public static func localAddress(_ descriptor: borrowing FileDescriptor) throws(Errno) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let number = descriptor.rawValue
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
        }
        guard result == 0 else { throw Errno.last }
        return address(in: storage, length)
    }

    /// Receives at most `buffer.count` bytes; 0 is the peer's end of stream.
    public static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        try retryingOnInterrupt { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
    }

    /// Looks whether a byte waits, and leaves it: 1, or 0 for the peer's end of stream.
    ///
    /// - Throws: ``Errno``, `EAGAIN` where neither waits.
    public static func peek(_ descriptor: Int32) throws(Errno) -> Int {
        var byte: UInt8 = 0
        return try retryingOnInterrupt { recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) }
    }

    /// Sends at most `bytes.count` bytes and returns how many were taken. A closed peer is `EPIPE`, never a signal.
    public static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(Errno) -> Int {
        try retryingOnInterrupt { Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Sends small writes at once (`TCP_NODELAY`, tcp(7)): answers are written whole, so Nagle's delay only costs.
    public static func disableDelay(_ descriptor: Int32) throws(Errno) {
        try setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    /// Makes the coming close send RST instead of FIN (`SO_LINGER` with 0 seconds, socket(7)).
    public static func resetOnClose(_ descriptor: Int32) throws(Errno) {
        var value = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        guard setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, size) == 0 else { throw Errno.last }
    }

    /// Says that nothing more will be sent; the peer reads an end of stream (shutdown(2), `SHUT_WR`).
    public static func finishSending(_ descriptor: Int32) throws(Errno) {
        guard shutdown(descriptor, Int32(SHUT_WR)) == 0 else { throw Errno.last }
    }

    private static func open(family: Int32) throws(Errno) -> FileDescriptor {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        return FileDescriptor(owning: try retryingOnInterrupt { socket(family, type, 0) })
    }

    private static func setOption(
        _ descriptor: Int32,
        _ level: Int32,
        _ name: Int32,
        _ value: Int32
    ) throws(Errno) {
        var value = value
        guard setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw Errno.last
        }
    }

    private static func address(in storage: sockaddr_storage, _ length: socklen_t) -> SocketAddress? {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { SocketAddress($0, length: length) }
        }
    }
}
