import CLinux
import Glibc
import Posix
import Synchronization

// @unchecked: `inbox` and the atomics are safe by themselves; every other mutable property is read and written by
// the loop's own thread alone (`assertOnLoop` checks it in debug builds).

/// A reactor: one thread that waits on epoll, fires timers and runs the tasks that prefer it.
///
/// Start work on it with ``spawn(_:)``. Structured children of such a task stay on the loop; a bare `Task {}` does
/// not. What runs here must not block: a handler that does stalls every connection of the loop.
///
/// Thread-safe: ``spawn(_:)``, ``execute(_:)``, ``stop()`` and `enqueue` may be called from anywhere.
public final class EventLoop: TaskExecutor, SerialExecutor, @unchecked Sendable {
    enum Work {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    /// Place of the loop in its group, from 0.
    public let index: Int

    private let epoll: Epoll
    private let wakeUp: WakeUp
    private let inbox = Inbox()
    private let isStopping = Atomic<Bool>(false)

    private var local: [Work] = []
    private var batch: [Work] = []
    private var timers = TimerHeap()
    private var sources = SourceTable()
    /// When the loop last looked at its sockets: the time, without asking the clock, for what need not be exact, such
    /// as the start of a timeout of seconds. Confined to the loop.
    public private(set) var lastPoll = EventLoopClock.Instant.now

    private static let wakeUpToken = UInt64.max
    /// How many rounds of jobs, and nanoseconds of them, may pass before the loop looks at its sockets again.
    private static let maxRounds = 16
    private static let maxRoundsTime: Int64 = 1_000_000

    /// Makes a loop. ``run()`` must then be called on a thread of its own; ``EventLoopGroup`` does both.
    ///
    /// - Throws: ``Errno`` where the system has no descriptor left.
    init(index: Int) throws(Errno) {
        self.index = index
        epoll = try Epoll()
        wakeUp = try WakeUp()
        try epoll.addLevelTriggered(wakeUp.rawValue, token: Self.wakeUpToken)
    }

    // MARK: Executor

    /// The loop whose thread this is, nil elsewhere.
    public static var current: EventLoop? { ThreadLocal.currentLoop }

    /// True on the loop's own thread.
    public var isCurrent: Bool { ThreadLocal.currentLoop === self }

    /// Takes a job of the concurrency runtime.
    public func enqueue(_ job: consuming ExecutorJob) { submit(.job(UnownedJob(job))) }

    /// The loop as a task executor preference.
    public func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }

    /// The loop as a serial executor.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Runs `body` on the loop, after what it is doing now. Any thread may call it.
    public func execute(_ body: @escaping @Sendable () -> Void) { submit(.call(body)) }

    /// Starts a task on the loop.
    @discardableResult
    public func spawn(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task(executorPreference: self) { await body() }
    }

    private func submit(_ work: Work) {
        if isCurrent {
            local.append(work)
            return
        }
        if inbox.push(work) { wakeUp.signal() }
    }

    // MARK: Timers

    /// Suspends the calling task until `deadline`.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(until deadline: EventLoopClock.Instant) async throws(CancellationError) {
        guard await Sleeper(loop: self).sleep(until: deadline.nanoseconds) else { throw CancellationError() }
    }

    func schedule(_ timer: LoopTimer, at deadline: Int64) {
        assertOnLoop()
        timers.schedule(timer, at: deadline)
    }

    func cancel(_ timer: LoopTimer) {
        assertOnLoop()
        timers.cancel(timer)
    }

    // MARK: Descriptors

    /// Watches `descriptor` for `source`; the token undoes it.
    func register(_ source: any EventSource, descriptor: Int32) throws(Errno) -> UInt64 {
        assertOnLoop()
        let token = sources.insert(source)
        do {
            try epoll.addEdgeTriggered(descriptor, token: token)
        } catch {
            sources.remove(token)
            throw error
        }
        return token
    }

    /// Forgets a source whose descriptor is about to be closed; closing takes it out of epoll.
    func unregister(token: UInt64) {
        assertOnLoop()
        sources.remove(token)
    }

    func assertOnLoop() { assert(isCurrent, "touched off its event loop") }

    // MARK: The loop

    /// Makes ``run()`` return after the round at hand. What has not run by then never will.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// Runs until ``stop()``; the calling thread becomes the loop's.
    func run() {
        ThreadLocal.currentLoop = self
        defer { ThreadLocal.currentLoop = nil }
        let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 256)
        defer { events.deallocate() }
        while !isStopping.load(ordering: .acquiring) {
            runJobs()
            var limit: Int64?
            if !local.isEmpty {
                limit = 0
            } else if let deadline = timers.nextDeadline {
                limit = max(0, deadline &- MonotonicTime.nanoseconds)
            }
            poll(events, nanoseconds: limit)
            fireTimers(now: lastPoll.nanoseconds)
        }
    }

    private func runJobs() {
        let executor = asUnownedTaskExecutor()
        for round in 0..<Self.maxRounds {
            if round > 1, MonotonicTime.nanoseconds - lastPoll.nanoseconds > Self.maxRoundsTime { return }
            local.append(contentsOf: inbox.takeAll())
            if local.isEmpty { return }
            swap(&batch, &local)
            for work in batch {
                switch work {
                case .job(let job): job.runSynchronously(on: executor)
                case .call(let body): body()
                }
            }
            batch.removeAll(keepingCapacity: true)
        }
    }

    private func poll(_ events: UnsafeMutableBufferPointer<epoll_event>, nanoseconds: Int64?) {
        do {
            let count = try epoll.wait(events, nanoseconds: nanoseconds)
            lastPoll = .now
            for index in 0..<count {
                let token = events[index].data.u64
                let readiness = Readiness(rawValue: events[index].events)
                if token == Self.wakeUpToken {
                    wakeUp.clear()
                } else {
                    sources[token]?.handle(readiness)
                }
            }
        } catch {
            // Only a closed or foreign epoll descriptor gets here (EBADF, EINVAL): the process has corrupted itself.
            preconditionFailure("epoll_wait: \(error)")
        }
    }

    private func fireTimers(now: Int64) {
        while let timer = timers.popDue(now: now) { timer.fire(now: now) }
    }
}
