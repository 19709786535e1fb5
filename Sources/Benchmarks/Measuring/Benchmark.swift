import EventLoop

/// The clock of all that is measured: the one that the services use, since reading it is part of the cost.
typealias BenchmarkClock = EventLoopClock

/// Does the operation so many times, one after another.
typealias BenchmarkLoop = @Sendable (_ iterations: Int) async -> Void

/// One operation under its name.
struct Benchmark: Sendable {
    /// `pattern/operation`.
    let name: String
    /// Makes what the operation works on, one for all threads, and returns the loop that every thread runs.
    let prepare: @Sendable (BenchmarkClock) -> BenchmarkLoop

    init(_ name: String, prepare: @escaping @Sendable (BenchmarkClock) -> BenchmarkLoop) {
        self.name = name
        self.prepare = prepare
    }
}

/// A loop around an operation that never waits. One that may wait has its loop written out: `await` on a closure that
/// the compiler cannot see through costs more than what is measured.
@inline(__always)
func loop(_ operation: @escaping @Sendable () -> Void) -> BenchmarkLoop {
    { iterations in
        for _ in 0..<iterations { operation() }
    }
}
