import CLinux
import Glibc

/// A descriptor that one thread makes readable to wake another out of its wait (eventfd(2)).
public struct WakeUp: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// Makes one, not signalled.
    public init() throws(Errno) {
        let flags = Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)
        descriptor = FileDescriptor(owning: try retryingOnInterrupt { eventfd(0, flags) })
    }

    /// The descriptor to wait on.
    public var rawValue: Int32 { descriptor.rawValue }

    /// Makes the descriptor readable. Any thread may call it. It cannot fail but by an overflow of 2⁶⁴ − 1
    /// signals, in which case the descriptor is readable already.
    public func signal() {
        var one: UInt64 = 1
        _ = Glibc.write(descriptor.rawValue, &one, 8)
    }

    /// Blocks the calling thread until the descriptor is readable (or a signal handler has run).
    public func wait() {
        var entry = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, -1)
    }

    /// Makes the descriptor unreadable again.
    public func clear() {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor.rawValue, &count, 8)
    }
}
