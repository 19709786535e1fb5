import CLinux
import Glibc

/// Signals, received by a thread that waits for them instead of by a handler.
public struct Signals: Sendable {
    private let numbers: [Int32]

    /// Blocks `numbers` in the calling thread and in every thread it makes from now on, so that only
    /// ``wait()`` receives them. Call it first thing in `main`.
    public init(blocking numbers: [Int32]) {
        self.numbers = numbers
        var set = Self.set(of: numbers)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// A closed pipe or socket becomes an error of the write instead of the end of the process.
    public static func ignoreBrokenPipe() { _ = signal(SIGPIPE, SIG_IGN) }

    /// Blocks the calling thread until one of the signals arrives, and returns its number (sigwait(3)).
    public func wait() -> Int32 {
        var set = Self.set(of: numbers)
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        return number
    }

    private static func set(of numbers: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        return set
    }
}
