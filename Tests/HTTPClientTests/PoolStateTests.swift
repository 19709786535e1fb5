import TestSupport
import Testing

@testable import HTTPClient

@Suite struct PoolStateTests {
    final class Link {}
    final class Caller {}
    typealias Now = ContinuousClock.Instant
    typealias State = PoolState<Link, Caller, Now>

    struct Full: Error {}

    /// The value in a box, so that expectations may call what changes it. Times are seconds.
    final class Pool {
        private static let start = ContinuousClock.now
        private var state: State

        init(total: Int = 2, idle: Int = 2) {
            var configuration = HTTPClientConfiguration()
            configuration.maxConnections = total
            configuration.maxIdleConnections = idle
            configuration.maxConnectionAge = .seconds(100)
            configuration.maxIdleTime = .seconds(10)
            state = State(configuration)
        }

        var idleCount: Int { state.idleCount }
        var isUnused: Bool { state.isUnused }

        /// What a lease gives: a link, or nil for a new one; and what was disposed of.
        func lease(at seconds: Int = 0) throws -> (link: Link?, disposed: [Link]) {
            var disposed: [Link] = []
            switch state.lease(at: Self.at(seconds), dispose: { disposed.append($0) }) {
            case .idle(let link): return (link, disposed)
            case .new: return (nil, disposed)
            case .full: throw Full()
            }
        }

        func giveBack(_ link: Link, openedAt: Int = 0, at now: Int = 0) -> State.Return {
            state.giveBack(link, openedAt: Self.at(openedAt), at: Self.at(now))
        }

        func free() -> Caller? { state.free() }
        func enqueue(_ caller: Caller) { state.enqueue(caller) }
        func leave(_ caller: Caller) -> Bool { state.leave(caller) }
        func remove(_ link: Link) -> Bool { state.remove(link) }
        func removeAll() -> [Link] { state.removeAll() }

        private static func at(_ seconds: Int) -> Now { start.advanced(by: .seconds(seconds)) }
    }

    func isKept(_ result: State.Return) -> Bool { if case .kept = result { true } else { false } }

    @Test func theConnectionUsedLastIsUsedFirst() throws {
        let pool = Pool()
        let (first, second) = (Link(), Link())
        for _ in 0..<2 { #expect(try pool.lease(at: 0).link == nil) }
        #expect(isKept(pool.giveBack(first, openedAt: 0, at: 1)))
        #expect(isKept(pool.giveBack(second, openedAt: 0, at: 1)))
        #expect(try pool.lease(at: 2).link === second)
        #expect(try pool.lease(at: 2).link === first)
    }

    @Test func noMoreThanTheTotalAreLeased() throws {
        let pool = Pool()
        for _ in 0..<2 { _ = try pool.lease(at: 0) }
        #expect(throws: Full.self) { try pool.lease(at: 0) }
        #expect(pool.free() == nil)
        #expect(try pool.lease(at: 0).link == nil)
    }

    @Test func anIdleConnectionCountsAsOneOfTheTotal() throws {
        let pool = Pool(total: 1)
        _ = try pool.lease(at: 0)
        let link = Link()
        #expect(isKept(pool.giveBack(link, openedAt: 0, at: 0)))
        // Too old by now: its place is taken by the new one, not by both.
        let (replacement, disposed) = try pool.lease(at: 20)
        #expect(replacement == nil)
        #expect(disposed.first === link)
        #expect(throws: Full.self) { try pool.lease(at: 20) }
    }

    @Test func whoeverCameFirstIsServedFirst() throws {
        let pool = Pool(total: 1)
        _ = try pool.lease(at: 0)
        let callers = (0..<3).map { _ in Caller() }
        for caller in callers { pool.enqueue(caller) }
        let link = Link()
        guard case .handed(let next) = pool.giveBack(link, openedAt: 0, at: 0) else {
            Issue.record("not handed over")
            return
        }
        #expect(next === callers[0])
        #expect(pool.free() === callers[1])
        #expect(pool.free() === callers[2])
        #expect(!pool.isUnused)
        #expect(pool.free() == nil)
        #expect(pool.isUnused)
    }

    @Test func nobodyJumpsTheLine() throws {
        let pool = Pool(total: 2)
        _ = try pool.lease(at: 0)
        pool.enqueue(Caller())
        #expect(throws: Full.self) { try pool.lease(at: 0) }
    }

    @Test func whoeverLeavesTheLineIsPassedOver() throws {
        let pool = Pool(total: 1)
        _ = try pool.lease(at: 0)
        let (first, second) = (Caller(), Caller())
        pool.enqueue(first)
        pool.enqueue(second)
        #expect(pool.leave(first))
        #expect(!pool.leave(first))
        #expect(pool.free() === second)
        #expect(!pool.leave(second))
    }

    @Test func anOldConnectionGivesItsPlaceToTheNext() throws {
        let pool = Pool(total: 1)
        _ = try pool.lease(at: 0)
        let caller = Caller()
        pool.enqueue(caller)
        guard case .closed(let next) = pool.giveBack(Link(), openedAt: 0, at: 100) else {
            Issue.record("not closed")
            return
        }
        #expect(next === caller)
    }

    @Test func ageAndIdlenessEndAConnection() throws {
        let pool = Pool()
        let link = Link()
        _ = try pool.lease(at: 0)
        #expect(isKept(pool.giveBack(link, openedAt: 0, at: 95)))
        #expect(try pool.lease(at: 99).link === link)
        #expect(isKept(pool.giveBack(link, openedAt: 0, at: 99)))
        #expect(try pool.lease(at: 100).link == nil)
    }

    @Test func noMoreThanTheLimitStayIdle() throws {
        let pool = Pool(total: 2, idle: 1)
        for _ in 0..<2 { _ = try pool.lease(at: 0) }
        #expect(isKept(pool.giveBack(Link(), openedAt: 0, at: 0)))
        #expect(!isKept(pool.giveBack(Link(), openedAt: 0, at: 0)))
        #expect(pool.idleCount == 1)
    }

    @Test func whatTheServerClosedIsForgotten() throws {
        let pool = Pool()
        let link = Link()
        _ = try pool.lease(at: 0)
        #expect(!pool.remove(link))
        #expect(isKept(pool.giveBack(link, openedAt: 0, at: 0)))
        #expect(pool.remove(link))
        #expect(pool.isUnused)
    }

    /// Any order of events keeps to the total, leaves nobody waiting beside a free place, and ends empty.
    @Test(arguments: 0..<20)
    func anyHistoryKeepsTheRules(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pool = Pool(total: 3, idle: 2)
        var open: [Link] = []
        var line: [Caller] = []
        for second in 0..<400 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                do {
                    open.append(try pool.lease(at: second).link ?? Link())
                } catch {
                    #expect(open.count == 3)
                    line.append(Caller())
                    pool.enqueue(line[line.count - 1])
                }
            case 1 where !open.isEmpty:
                let link = open.removeFirst()
                switch pool.giveBack(link, openedAt: second - 5, at: second) {
                case .handed(let next):
                    #expect(next === line.removeFirst())
                    open.append(link)
                case .closed(let next): #expect(next == nil && line.isEmpty)
                case .kept: #expect(line.isEmpty)
                }
            case 2 where !open.isEmpty:
                open.removeFirst()
                if let next = pool.free() {
                    #expect(next === line.removeFirst())
                    open.append(Link())
                } else {
                    #expect(line.isEmpty)
                }
            case 3 where !line.isEmpty:
                #expect(pool.leave(line.remove(at: Int.random(in: 0..<line.count, using: &generator))))
            default: break
            }
            #expect(open.count + pool.idleCount <= 3)
            #expect(line.isEmpty || open.count == 3)
        }
        for caller in line { _ = pool.leave(caller) }
        for _ in open { _ = pool.free() }
        _ = pool.removeAll()
        #expect(pool.isUnused)
    }
}
