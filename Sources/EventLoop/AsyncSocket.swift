public import Posix

// @unchecked: confined to the loop's thread, which `assertOnLoop` checks in debug builds; what other threads want of
// it they submit through `EventLoop.execute`.

/// A non-blocking socket on an event loop, for one reader and one writer at a time.
///
/// A call tries the system call first and suspends only where it would block. ``deadline`` bounds every wait.
/// Confined to its loop: make and use it in a task that runs there (``EventLoop/spawn(_:)``).
public final class AsyncSocket: @unchecked Sendable, EventSource {
    private enum Wake { case ready, timedOut, closed, cancelled }

    private final class DeadlineTimer: LoopTimer {
        unowned let socket: AsyncSocket
        init(socket: AsyncSocket) { self.socket = socket }
        override func fire(now: Int64) { socket.deadlineTimerFired(now: now) }
    }

    /// The loop it lives on.
    public let loop: EventLoop

    private var descriptor: FileDescriptor?
    private var token: UInt64 = 0
    private var reader: UnsafeContinuation<Wake, Never>?
    private var writer: UnsafeContinuation<Wake, Never>?
    // Whether the next system call may succeed. Edge-triggered epoll tells of changes only (epoll(7)), so this is kept.
    private var mayRead = true
    private var mayWrite = true
    /// Whether the peer's end of stream, or a reset, has been seen.
    public private(set) var peerHasEnded = false
    private var timer: DeadlineTimer?
    private var deadlineNanoseconds = Int64.max
    /// True after ``cancel()``.
    public private(set) var isCancelled = false

    /// Where the bytes begin that the latest ``write(_:from:)`` has not given to the system: their count where it
    /// succeeded.
    public private(set) var written = 0

    /// Called when something arrives that nobody is waiting for.
    public var onUnexpectedInput: (() -> Void)?

    /// Called once when the peer's end of stream or a reset arrives, whether or not anybody is reading.
    public var onPeerClosed: (() -> Void)?

    /// Puts a connected (or connecting) socket on the loop.
    ///
    /// - Throws: ``Errno`` where epoll cannot take it.
    public init(_ descriptor: consuming FileDescriptor, loop: EventLoop) throws(Errno) {
        self.loop = loop
        let number = descriptor.rawValue
        self.descriptor = consume descriptor
        token = try loop.register(self, descriptor: number)
    }

    deinit { assert(descriptor == nil, "an AsyncSocket must be closed by its owner") }

    /// The descriptor's number; -1 once closed.
    public var number: Int32 {
        switch descriptor {
        case .some(let open): open.rawValue
        case .none: -1
        }
    }

    /// True until ``close()``.
    public var isOpen: Bool { descriptor != nil }

    /// When waits give up with ``IOError/timedOut``. Moving it costs next to nothing: the timer is set anew only when
    /// it fires too early.
    public var deadline: EventLoopClock.Instant {
        get { EventLoopClock.Instant(nanoseconds: deadlineNanoseconds) }
        set {
            deadlineNanoseconds = newValue.nanoseconds
            guard deadlineNanoseconds != .max, isOpen else { return }
            let timer = self.timer ?? DeadlineTimer(socket: self)
            self.timer = timer
            if !timer.isScheduled || timer.deadline > deadlineNanoseconds {
                loop.schedule(timer, at: deadlineNanoseconds)
            }
        }
    }

    /// Reads at most `buffer.count` bytes; 0 is the peer's end of stream.
    public func read(into buffer: UnsafeMutableRawBufferPointer) async throws(IOError) -> Int {
        while true {
            if let count = try readNow(into: buffer) { return count }
            try await waitUntilReadable()
        }
    }

    /// Reads at most `buffer.count` bytes if that can be done without waiting, else nil; 0 is the peer's end of stream.
    public func readNow(into buffer: UnsafeMutableRawBufferPointer) throws(IOError) -> Int? {
        guard isOpen else { throw .closed }
        guard mayRead else { return nil }
        do throws(Errno) {
            let count = try Socket.receive(number, into: buffer)
            // A short read has emptied the socket, and the next edge will tell of more (epoll(7)); but not of the end
            // of the stream if that came together with these bytes.
            if count < buffer.count && !peerHasEnded { mayRead = false }
            return count
        } catch {
            guard error.wouldBlock else { throw .system(error) }
            mayRead = false
            return nil
        }
    }

    /// Writes all of `bytes` from `start` on, waiting for the peer to take them where it must.
    public func write(_ bytes: [UInt8], from start: Int = 0) async throws(IOError) {
        var sent = start
        while true {
            sent = try writeNow(bytes, from: sent)
            if sent == bytes.count { return }
            try await waitUntilWritable()
        }
    }

    /// Writes what the peer takes of `bytes` from `start` on without waiting, and returns where the rest begins.
    public func writeNow(_ bytes: [UInt8], from start: Int = 0) throws(IOError) -> Int {
        loop.assertOnLoop()
        written = start
        while written < bytes.count {
            guard isOpen else { throw .closed }
            guard mayWrite else { break }
            do throws(Errno) {
                written += try bytes.withUnsafeBufferPointer { (all) throws(Errno) -> Int in
                    try Socket.send(number, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[written...])))
                }
            } catch {
                guard error.wouldBlock else { throw .system(error) }
                mayWrite = false
            }
        }
        return written
    }

    /// Whether there is nothing to read: no byte, no end of stream, no error.
    public var isQuiet: Bool {
        guard isOpen else { return false }
        if !mayRead { return true }
        do throws(Errno) {
            _ = try Socket.peek(number)
            return false
        } catch {
            guard error.wouldBlock else { return false }
            mayRead = false
            return true
        }
    }

    /// Waits until the socket can be read, or holds an end of stream or an error. One task at a time.
    public func waitUntilReadable() async throws(IOError) {
        loop.assertOnLoop()
        guard isOpen else { throw .closed }
        if mayRead { return }
        try Self.check(
            await withUnsafeContinuation { continuation in
                assert(reader == nil, "two tasks read one socket")
                if let reason = refusal { continuation.resume(returning: reason) } else { reader = continuation }
            }
        )
    }

    /// Waits until the socket can be written, or a connect has ended. One task at a time.
    public func waitUntilWritable() async throws(IOError) {
        loop.assertOnLoop()
        guard isOpen else { throw .closed }
        if mayWrite { return }
        try Self.check(
            await withUnsafeContinuation { continuation in
                assert(writer == nil, "two tasks write one socket")
                if let reason = refusal { continuation.resume(returning: reason) } else { writer = continuation }
            }
        )
    }

    /// Connects to `address`.
    ///
    /// - Throws: ``IOError``: the system's refusal, or the deadline.
    public static func connect(
        to address: SocketAddress,
        on loop: EventLoop,
        deadline: EventLoopClock.Instant,
        onStart: (AsyncSocket) -> Void = { _ in }
    ) async throws(IOError) -> AsyncSocket {
        let socket: AsyncSocket
        do {
            socket = try AsyncSocket(try Socket.connect(to: address), loop: loop)
        } catch {
            throw .system(error)
        }
        onStart(socket)
        socket.deadline = deadline
        socket.mayWrite = false
        do throws(IOError) {
            try await socket.waitUntilWritable()
            if let error = Socket.pendingError(socket.number) { throw .system(error) }
            return socket
        } catch {
            socket.close()
            throw error
        }
    }

    /// Ends the waits at hand and all later ones with ``IOError/cancelled``; the owner still has to close the socket.
    public func cancel() {
        loop.assertOnLoop()
        isCancelled = true
        wakeBoth(.cancelled)
    }

    /// Closes the socket; waits end with ``IOError/closed``. Does nothing the second time.
    public func close() {
        loop.assertOnLoop()
        guard isOpen else { return }
        loop.unregister(token: token)
        if let timer { loop.cancel(timer) }
        onPeerClosed = nil
        onUnexpectedInput = nil
        descriptor = nil
        wakeBoth(.closed)
    }

    /// Closes with RST instead of FIN, as a crashed peer would.
    public func reset() {
        guard isOpen else { return }
        // A failure leaves an ordinary close, which is the best that remains.
        do { try Socket.resetOnClose(number) } catch {}
        close()
    }

    // MARK: Events

    func handle(_ readiness: Readiness) {
        let ended: Readiness = [.peerFinished, .hangUp, .error]
        if !readiness.isDisjoint(with: ended) { peerHasEnded = true }
        if !readiness.isDisjoint(with: ended.union(.readable)) {
            mayRead = true
            if reader == nil { onUnexpectedInput?() }
            wake(&reader, .ready)
        }
        if !readiness.isDisjoint(with: [.writable, .hangUp, .error]) {
            mayWrite = true
            wake(&writer, .ready)
        }
        if !readiness.isDisjoint(with: ended), let notify = onPeerClosed {
            onPeerClosed = nil
            notify()
        }
    }

    /// Why a wait cannot even begin.
    private var refusal: Wake? {
        if isCancelled { return .cancelled }
        // One that has come since the last poll ends the wait by its timer, in the next.
        if deadlineNanoseconds <= loop.lastPoll.nanoseconds { return .timedOut }
        return nil
    }

    private func deadlineTimerFired(now: Int64) {
        if deadlineNanoseconds > now {
            if deadlineNanoseconds != .max, let timer { loop.schedule(timer, at: deadlineNanoseconds) }
            return
        }
        wakeBoth(.timedOut)
    }

    private func wakeBoth(_ reason: Wake) {
        wake(&reader, reason)
        wake(&writer, reason)
    }

    private func wake(_ waiter: inout UnsafeContinuation<Wake, Never>?, _ reason: Wake) {
        guard let continuation = waiter else { return }
        waiter = nil
        continuation.resume(returning: reason)
    }

    private static func check(_ wake: Wake) throws(IOError) {
        switch wake {
        case .ready: return
        case .timedOut: throw .timedOut
        case .closed: throw .closed
        case .cancelled: throw .cancelled
        }
    }
}
