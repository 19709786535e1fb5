public import CLinux
import Glibc
import Synchronization

/// What epoll reports of a descriptor (epoll_ctl(2)).
public struct Readiness: OptionSet, Sendable {
    /// The kernel's bits.
    public let rawValue: UInt32

    /// Wraps the kernel's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Bytes (or a connection) wait to be read.
    public static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    /// The send buffer has room, or a connect has ended.
    public static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer will send no more (FIN received).
    public static let peerFinished = Readiness(rawValue: EPOLLRDHUP.rawValue)
    /// Both directions are closed.
    public static let hangUp = Readiness(rawValue: EPOLLHUP.rawValue)
    /// The socket holds an error.
    public static let error = Readiness(rawValue: EPOLLERR.rawValue)
}

/// An epoll instance. Each registration carries a token of 64 bits that comes back with its events.
public struct Epoll: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// Makes an epoll instance.
    public init() throws(Errno) {
        descriptor = FileDescriptor(owning: try retryingOnInterrupt { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    }

    /// Watches `number` for reading, writing and hang-up, edge-triggered: an event tells of a change, so callers
    /// must call until `EAGAIN` before they wait again (epoll(7)).
    public func addEdgeTriggered(_ number: Int32, token: UInt64) throws(Errno) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        event.data.u64 = token
        guard epoll_ctl(descriptor.rawValue, EPOLL_CTL_ADD, number, &event) == 0 else { throw Errno.last }
    }

    /// Watches `number` for reading, for as long as there is something to read.
    public func addLevelTriggered(_ number: Int32, token: UInt64) throws(Errno) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = token
        guard epoll_ctl(descriptor.rawValue, EPOLL_CTL_ADD, number, &event) == 0 else { throw Errno.last }
    }

    /// Stops watching `number`.
    public func remove(_ number: Int32) throws(Errno) {
        var unused = epoll_event()
        guard epoll_ctl(descriptor.rawValue, EPOLL_CTL_DEL, number, &unused) == 0 else { throw Errno.last }
    }

    /// Waits for events until `nanoseconds` have passed (nil: for ever), and returns how many are in `buffer`; each
    /// carries its token in `data.u64` and its ``Readiness`` in `events`.
    ///
    /// A signal ends the wait early with no event. Nanoseconds, because a timer that is late by the rest of a
    /// millisecond shows in a latency histogram (epoll_pwait2(2), Linux 5.11); where the kernel, or a sandbox in its
    /// place, does not know that call, waits are rounded up to milliseconds.
    public func wait(
        _ buffer: UnsafeMutableBufferPointer<epoll_event>,
        nanoseconds: Int64?
    ) throws(Errno) -> Int {
        let count = systemWait(buffer, nanoseconds)
        guard count < 0 else { return Int(count) }
        let error = Errno.last
        if error.code == EINTR { return 0 }
        throw error
    }

    private static let knowsNanoseconds = Atomic<Bool>(true)

    private func systemWait(_ buffer: UnsafeMutableBufferPointer<epoll_event>, _ nanoseconds: Int64?) -> Int32 {
        let capacity = Int32(buffer.count)
        guard let nanoseconds else { return epoll_wait(descriptor.rawValue, buffer.baseAddress, capacity, -1) }
        if Self.knowsNanoseconds.load(ordering: .relaxed) {
            var limit = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
            let count = epoll_pwait2(descriptor.rawValue, buffer.baseAddress, capacity, &limit, nil)
            guard count < 0, errno == ENOSYS else { return count }
            Self.knowsNanoseconds.store(false, ordering: .relaxed)
        }
        let milliseconds = Int32(clamping: (nanoseconds &+ 999_999) / 1_000_000)
        return epoll_wait(descriptor.rawValue, buffer.baseAddress, capacity, milliseconds)
    }
}
