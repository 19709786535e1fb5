import Glibc
import Foundation
import Synchronization

/// Keeps the lab's processes in the state that was asked for.
///
/// One thread looks every 20 ms at what is due to start and what has ended, and does all the forking: children die
/// with the thread that forked them, and this one lives until the program ends. Every method is thread-safe and
/// returns at once unless it says otherwise.
final class Supervisor: Sendable {
    /// What the supervisor tells about a process.
    enum Event: Sendable {
        /// It ended unasked and is started again after the delay.
        case restarting(name: String, end: ProcessEnd, delay: Duration)
        /// It ended unasked and stays down.
        case ended(name: String, end: ProcessEnd)
        /// It could not be started; it counts as ended with exit code 127, as in a shell, and stays down.
        case failed(name: String, reason: String)
    }

    /// A process as seen from outside.
    struct Status: Equatable, Sendable {
        /// nil while the process is down.
        var id: Int32?
        var isHeld: Bool
        var isStopped: Bool
        /// It is down for good: it ended by itself and is not restarted, or could not be started.
        var hasEnded: Bool
        /// How it ended last.
        var lastEnd: ProcessEnd?
    }

    private struct Entry {
        let spec: ProcessSpec
        var lifecycle: Lifecycle<ContinuousClock.Instant>
        var child: Child?
        var isStopped = false
        var lastEnd: ProcessEnd?
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var isClosing = false
    }

    private let state = Mutex(State())
    private let report: @Sendable (Event) -> Void

    /// - Parameter report: called on the supervisor's thread, outside its lock.
    init(report: @escaping @Sendable (Event) -> Void) {
        self.report = report
        Thread.detachNewThread {
            while true {
                self.reconcile().forEach(report)
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }

    /// Adds a process; it is started at the next look, or when `start` is called where it is held. A name that is taken
    /// by a process that has ended is reused.
    func add(_ spec: ProcessSpec, isHeld: Bool = false) {
        state.withLock { state in
            guard !state.isClosing, state.entries[spec.name]?.child == nil else { return }
            var lifecycle = Lifecycle(policy: spec.restart, now: .now)
            if isHeld { lifecycle.hold() }
            state.entries[spec.name] = Entry(spec: spec, lifecycle: lifecycle)
        }
    }

    func status(of name: String) -> Status? {
        state.withLock { state in
            state.entries[name].map {
                Status(
                    id: $0.child?.id,
                    isHeld: $0.lifecycle.state == .held,
                    isStopped: $0.isStopped,
                    hasEnded: $0.lifecycle.state == .ended,
                    lastEnd: $0.lastEnd
                )
            }
        }
    }

    /// Kills the process; it stays down until `start`.
    func hold(_ name: String) {
        change(name) { entry in
            entry.lifecycle.hold()
            entry.child?.signal(SIGKILL)
        }
    }

    /// Kills the process; it comes back as its restart policy says.
    func crash(_ name: String) {
        change(name) { $0.child?.signal(SIGKILL) }
    }

    /// Starts a process that is down, without waiting for its back-off.
    func start(_ name: String) {
        change(name) { $0.lifecycle.release(at: .now) }
    }

    /// Asks the process to end and holds it down; `start` brings it back.
    func terminate(_ name: String) {
        change(name) { entry in
            entry.lifecycle.hold()
            entry.child?.signal(SIGCONT)
            entry.child?.signal(SIGTERM)
            entry.isStopped = false
        }
    }

    /// Freezes the process: its port accepts connections, and nobody answers.
    func stop(_ name: String) {
        change(name) { entry in
            entry.child?.signal(SIGSTOP)
            entry.isStopped = entry.child != nil
        }
    }

    func resume(_ name: String) {
        change(name) { entry in
            entry.child?.signal(SIGCONT)
            entry.isStopped = false
        }
    }

    /// Ends every process, and starts none again: SIGTERM first, SIGKILL after `grace`. Returns when all are gone.
    ///
    /// - Parameter isUrgent: asked while waiting; when it says true the rest of the grace is skipped.
    func close(grace: Duration, isUrgent: () -> Bool) {
        state.withLock { state in
            state.isClosing = true
            for name in state.entries.keys {
                state.entries[name]?.lifecycle.hold()
                state.entries[name]?.child?.signal(SIGCONT)
                state.entries[name]?.child?.signal(SIGTERM)
            }
        }
        let end = ContinuousClock.now + grace
        while runningCount > 0 {
            if ContinuousClock.now >= end || isUrgent() {
                state.withLock { state in state.entries.values.forEach { $0.child?.signal(SIGKILL) } }
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    private var runningCount: Int {
        state.withLock { state in state.entries.values.count { $0.child != nil } }
    }

    private func change(_ name: String, _ body: (inout Entry) -> Void) {
        state.withLock { state in
            guard var entry = state.entries[name] else { return }
            body(&entry)
            state.entries[name] = entry
        }
    }

    /// Reaps what has ended and starts what is due.
    private func reconcile() -> [Event] {
        state.withLock { state in
            var events: [Event] = []
            for (name, var entry) in state.entries {
                if let end = entry.child?.reapIfEnded() {
                    entry.child = nil
                    entry.isStopped = false
                    entry.lastEnd = end
                    if let delay = entry.lifecycle.exited(at: .now) {
                        events.append(.restarting(name: name, end: end, delay: delay))
                    } else if entry.lifecycle.state == .ended {
                        events.append(.ended(name: name, end: end))
                    }
                }
                if !state.isClosing, entry.lifecycle.isStartDue(at: .now) {
                    do throws(LabError) {
                        entry.child = try Child.spawn(entry.spec)
                        entry.lifecycle.started(at: .now)
                    } catch {
                        entry.lifecycle.failedToStart()
                        entry.lastEnd = .exited(127)
                        events.append(.failed(name: name, reason: error.message))
                    }
                }
                state.entries[name] = entry
            }
            return events
        }
    }
}
