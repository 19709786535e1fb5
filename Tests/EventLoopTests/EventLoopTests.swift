import EventLoop
import Posix
import Synchronization
import TestSupport
import Testing

@Suite struct EventLoopTests {
    @Test func workRunsOnTheLoopsOwnThread() async throws {
        let group = try EventLoopGroup(count: 2)
        for loop in group.loops {
            let wasCurrent = await Task(executorPreference: loop) { loop.isCurrent }.value
            #expect(wasCurrent)
        }
        #expect(EventLoop.current == nil)
        group.shutDown()
    }

    @Test func structuredChildrenStayOnTheLoop() async throws {
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let stayed = await Task(executorPreference: loop) {
            await withTaskGroup(of: Bool.self) { children in
                for _ in 0..<4 { children.addTask { loop.isCurrent } }
                return await children.reduce(true) { $0 && $1 }
            }
        }.value
        #expect(stayed)
        group.shutDown()
    }

    @Test func executeKeepsTheOrderOfOneCaller() async throws {
        let group = try EventLoopGroup(count: 1)
        let seen = Mutex<[Int]>([])
        let done = Signal()
        for number in 0..<1000 { group.loops[0].execute { seen.withLock { $0.append(number) } } }
        group.loops[0].execute { done.set() }
        await done.wait()
        #expect(seen.withLock { $0 } == Array(0..<1000))
        group.shutDown()
    }

    @Test func manyThreadsCanWakeOneLoop() async throws {
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let count = Mutex(0)
        let done = Signal()
        @Sendable func arrive() {
            let arrived = count.withLock { count in
                count += 1
                return count
            }
            if arrived == 16_000 { done.set() }
        }
        let threads = try (0..<8).map { number in
            try Thread(name: "caller-\(number)") { for _ in 0..<2000 { loop.execute { arrive() } } }
        }
        for thread in threads { thread.join() }
        await done.wait()
        group.shutDown()
    }

    @Test func aLoopThatFeedsItselfStillServesTimers() async throws {
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let stopped = Signal()
        @Sendable func spin() { if !stopped.isSet { loop.execute { spin() } } }
        loop.execute { spin() }
        try await group.clock.sleep(until: .now.advanced(by: .milliseconds(5)))
        stopped.set()
        group.shutDown()
    }
}
