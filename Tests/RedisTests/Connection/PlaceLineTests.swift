import TestSupport
import Testing

@testable import Redis

@Suite struct PlaceLineTests {
    final class Caller {}

    @Test func noMoreThanTheTotalAreTakenAndNobodyJumpsTheLine() {
        var places = PlaceLine<Caller>(total: 2)
        #expect([places.take(), places.take(), places.take()] == [true, true, false])
        let (first, second) = (Caller(), Caller())
        places.enqueue(first)
        places.enqueue(second)
        places.leave(first)
        #expect([places.free(), places.free()].map { $0 === second } == [true, false])
        #expect([places.take(), places.take()] == [true, false])
    }

    @Test func thereIsAlwaysOnePlace() {
        var places = PlaceLine<Caller>(total: 0)
        #expect([places.take(), places.take()] == [true, false])
    }

    /// Against a model that keeps who holds a place and who waits.
    @Test(arguments: 0..<50)
    func anyHistoryKeepsTheRules(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let total = Int.random(in: 1...4, using: &generator)
        var places = PlaceLine<Caller>(total: total)
        var holders = 0
        var line: [Caller] = []
        for _ in 0..<200 {
            switch Int.random(in: 0..<3, using: &generator) {
            case 0:
                let isFree = holders < total && line.isEmpty
                let taken = places.take()
                #expect(taken == isFree)
                if taken {
                    holders += 1
                } else {
                    line.append(Caller())
                    places.enqueue(line[line.count - 1])
                }
            case 1 where holders > 0:
                let next = places.free()
                if line.isEmpty {
                    #expect(next == nil)
                    holders -= 1
                } else {
                    #expect(next === line.removeFirst())
                }
            case 2 where !line.isEmpty:
                places.leave(line.remove(at: Int.random(in: 0..<line.count, using: &generator)))
            default: break
            }
        }
    }
}
