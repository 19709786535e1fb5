import Glibc
import Foundation
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP into a value that every wait of the lab looks at.
///
/// The signals are blocked in the whole process and taken by one thread with `sigwait`, so that no handler runs
/// between two instructions and clean-up is ordinary code. Thread-safe.
final class Interruption: Sendable {
    private let count = Atomic<Int>(0)

    /// How often the user has asked to end; from the second time on nothing is waited for.
    var requests: Int { count.load(ordering: .relaxed) }

    /// Blocks the signals and starts the thread that takes them. Call it on the main thread, before any other
    /// thread exists: threads inherit the mask.
    ///
    /// - Parameter announce: called on the signal thread at every request, with its number.
    func listen(_ announce: @escaping @Sendable (Int) -> Void) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM] { sigaddset(&signals, signal) }
        // Under nohup(1) a closed terminal is to end nothing.
        if !Self.isIgnored(SIGHUP) { sigaddset(&signals, SIGHUP) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let taken = signals
        Thread.detachNewThread {
            var signals = taken
            var number: Int32 = 0
            while sigwait(&signals, &number) == 0 {
                announce(self.count.add(1, ordering: .relaxed).newValue)
            }
        }
    }

    /// Asks to end on the user's behalf, where nobody has asked yet.
    ///
    /// - Returns: whether this was the first request.
    func request() -> Bool {
        count.compareExchange(expected: 0, desired: 1, ordering: .relaxed).exchanged
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var current = sigaction()
        guard sigaction(number, nil, &current) == 0 else { return false }
        return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Throws once the user has asked to end.
    func check() throws(LabError) {
        if requests > 0 { throw LabError("interrupted", exitCode: .interrupted) }
    }

    /// Waits for `duration`, at most a tenth of a second longer than the user wants to wait.
    func sleep(_ duration: Duration) throws(LabError) {
        let end = ContinuousClock.now + duration
        while true {
            try check()
            let left = end - ContinuousClock.now
            guard left > .zero else { return }
            Thread.sleep(forTimeInterval: min(0.1, left.seconds))
        }
    }

    /// Asks `condition` every `interval` until it holds; returns false when `limit` has passed without.
    func wait(
        atMost limit: Duration,
        every interval: Duration = .milliseconds(100),
        until condition: () throws -> Bool
    ) throws -> Bool {
        let end = ContinuousClock.now + limit
        while try !condition() {
            guard ContinuousClock.now < end else { return false }
            try sleep(interval)
        }
        return true
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
