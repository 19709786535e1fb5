import Glibc
import Synchronization

/// Writes lines to standard output, or another descriptor, from one thread of its own behind a bounded queue.
///
/// A caller only copies its line under a short lock: a full disk, a closed pipe or a reader that has stopped never
/// blocks or ends it. Lines that find the queue full, or whose write fails, are dropped and counted in ``dropped``. When
/// the sink goes away its thread writes what is queued and ends; the descriptor stays open. Thread-safe.
public final class StandardOutputSink: LogSink {
    private let shared: SinkState

    /// Starts the writer thread.
    ///
    /// - Parameters:
    ///   - fileDescriptor: where to write, blocking or not; default 1, standard output. It must stay open as long as the
    ///     sink has lines to write.
    ///   - maximumLines: how many lines may wait; default 65,536, at least 1.
    ///   - maximumBytes: how many bytes they may have together; default 8 MiB, at least 1.
    public init(fileDescriptor: Int32 = 1, maximumLines: Int = 65_536, maximumBytes: Int = 8 * 1024 * 1024) {
        precondition(maximumLines >= 1 && maximumBytes >= 1, "a sink needs room for at least one line")
        shared = SinkState(descriptor: fileDescriptor, maximumLines: maximumLines, maximumBytes: maximumBytes)
        startWriterThread(shared)
    }

    deinit { shared.close() }

    /// How many lines were lost, to a full queue or a failed write, since the sink was made. Thread-safe.
    public var dropped: Int { shared.dropped.load(ordering: .relaxed) }

    /// Queues `line`, or drops and counts it where the queue is full. Thread-safe; does not block.
    public func write(_ line: [UInt8]) { shared.enqueue(line) }

    /// Waits at most two seconds until what is queued now is written or dropped. Blocks the thread: not for an event
    /// loop that still serves. Thread-safe.
    public func flush() { flush(timeout: .seconds(2)) }

    /// Waits until what is queued now is written or dropped; false if that took longer than `timeout`.
    ///
    /// Blocks the thread: not for an event loop that still serves. Thread-safe.
    @discardableResult
    public func flush(timeout: Duration) -> Bool { shared.flush(timeout: timeout) }
}

/// What the sink and its thread share, so that the thread does not keep the sink alive.
private final class SinkState: Sendable {
    private struct State {
        var queue: LineQueue
        var isClosed = false
        /// How many callers wait for the queue to be written: lines do not gather then.
        var flushes = 0
        var isHurried: Bool { flushes > 0 }
    }

    /// How long lines gather for one write. Nobody who follows a log sees it.
    private static let gatheringTime: Duration = .milliseconds(5)

    let dropped = Atomic<Int>(0)
    private let descriptor: Int32
    private let monitor: Monitor<State>

    init(descriptor: Int32, maximumLines: Int, maximumBytes: Int) {
        self.descriptor = descriptor
        monitor = Monitor(State(queue: LineQueue(maximumLines: maximumLines, maximumBytes: maximumBytes)))
    }

    func enqueue(_ line: [UInt8]) {
        // Only the first line of a batch finds the writer asleep.
        let (accepted, wakes) = monitor.withLock { state in
            let wasIdle = !state.queue.hasPending
            let accepted = state.queue.append(line)
            return (accepted, accepted && wasIdle)
        }
        if wakes { monitor.notifyAll() }
        if !accepted { dropped.wrappingAdd(1, ordering: .relaxed) }
    }

    func flush(timeout: Duration) -> Bool {
        let target = monitor.withLock { state in
            state.flushes += 1
            return state.queue.acceptedLines
        }
        monitor.notifyAll()
        defer { monitor.withLock { $0.flushes -= 1 } }
        return monitor.wait(timeout: timeout) { $0.queue.settledLines >= target }
    }

    func close() {
        monitor.withLock { $0.isClosed = true }
        monitor.notifyAll()
    }

    /// The life of the writer thread: batch by batch, until the queue is closed and empty.
    ///
    /// A batch gathers for a moment before it is taken: woken for every line, the writer would cost a busy service two
    /// switches of threads and a system call per request.
    func run() {
        var writer = LineWriter(descriptor: descriptor)
        var batch: [UInt8] = []
        while takeBatch(into: &batch) {
            let lost = writer.write(batch)
            if lost > 0 { dropped.wrappingAdd(lost, ordering: .relaxed) }
            monitor.withLock { $0.queue.settleBatch() }
            monitor.notifyAll()
        }
    }

    private func takeBatch(into batch: inout [UInt8]) -> Bool {
        let isHurried = monitor.wait(until: { $0.queue.hasPending || $0.isClosed }) { $0.isHurried || $0.isClosed }
        if !isHurried { _ = monitor.wait(timeout: Self.gatheringTime) { $0.isHurried || $0.isClosed } }
        return monitor.withLock { state in
            guard state.queue.hasPending else { return false }
            state.queue.takeBatch(into: &batch)
            return true
        }
    }
}

/// Starts the thread with signals blocked: writing to a closed pipe must give EPIPE and not SIGPIPE, and signals meant
/// for the process must reach the threads that wait for them. Those a fault of the thread itself raises stay open.
private func startWriterThread(_ state: SinkState) {
    var blocked = sigset_t()
    var previous = sigset_t()
    sigfillset(&blocked)
    for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&blocked, fault) }
    pthread_sigmask(SIG_SETMASK, &blocked, &previous)
    var thread = pthread_t()
    let result = pthread_create(
        &thread,
        nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<SinkState>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        },
        Unmanaged.passRetained(state).toOpaque()
    )
    pthread_sigmask(SIG_SETMASK, &previous, nil)
    precondition(result == 0, "no thread for the log writer: errno \(result)")
    pthread_detach(thread)
}
