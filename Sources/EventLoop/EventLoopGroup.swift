public import Posix
import Synchronization

/// Some event loops, each on a thread of its own.
public final class EventLoopGroup: Sendable {
    /// The loops, by their index. Never empty.
    public let loops: [EventLoop]
    private let threads: [Thread]
    private let turn = Atomic<Int>(0)

    /// Starts `count` loops (at least 1), whose threads are called `name-0`, `name-1`, … (at most 15 bytes are shown).
    ///
    /// - Throws: ``Errno`` where the system has no descriptor or thread left.
    public init(count: Int, name: String = "event-loop") throws(Errno) {
        var loops: [EventLoop] = []
        var threads: [Thread] = []
        for index in 0..<max(1, count) {
            let loop = try EventLoop(index: index)
            loops.append(loop)
            threads.append(try Thread(name: "\(name)-\(index)") { loop.run() })
        }
        self.loops = loops
        self.threads = threads
    }

    /// A loop, each in turn.
    public func next() -> EventLoop {
        let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(UInt(bitPattern: number) % UInt(loops.count))]
    }

    /// A clock whose sleeps are timers of these loops.
    public var clock: EventLoopClock { EventLoopClock(home: loops[0]) }

    /// Stops the loops and waits until their threads have ended. Tasks still suspended on them never resume, so let
    /// them finish first. Must not be called on one of the loops.
    public func shutDown() {
        for loop in loops { loop.stop() }
        for thread in threads { thread.join() }
    }
}
