import Posix
import Testing

@testable import EventLoop

@Suite struct SourceTableTests {
    final class Source: EventSource {
        func handle(_ readiness: Readiness) {}
    }

    @Test func aStaleTokenDoesNotReachTheSlotsNextOwner() {
        var table = SourceTable()
        let first = Source()
        let token = table.insert(first)
        #expect(table[token] === first)
        table.remove(token)
        #expect(table[token] == nil)
        let second = Source()
        let next = table.insert(second)
        #expect(next & 0xFFFF_FFFF == token & 0xFFFF_FFFF)
        #expect(table[token] == nil)
        #expect(table[next] === second)
    }

    @Test func removingTwiceFreesASlotOnce() {
        var table = SourceTable()
        let token = table.insert(Source())
        table.remove(token)
        table.remove(token)
        let (left, right) = (table.insert(Source()), table.insert(Source()))
        #expect(left != right)
        #expect(table[left] !== table[right])
    }
}
