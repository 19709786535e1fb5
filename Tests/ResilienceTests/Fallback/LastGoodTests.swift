import Resilience
import TestSupport
import Testing

@Suite("Last good answers")
struct LastGoodTests {
    private func instant(_ seconds: Int) -> ManualClock.Instant { .init(offset: .seconds(seconds)) }

    @Test("An answer is served with its age up to the maximum age, inclusive")
    func age() {
        let clock = ManualClock()
        let cache = LastGoodCache<String, Int, ManualClock>(clock: clock)
        #expect(cache.lookup("a", maxAge: .seconds(600)) == nil)
        cache.store(1, for: "a")
        clock.advance(by: .seconds(600))
        let hit = cache.lookup("a", maxAge: .seconds(600))
        #expect(hit?.value == 1)
        #expect(hit?.age == .seconds(600))
        clock.advance(by: .nanoseconds(1))
        #expect(cache.lookup("a", maxAge: .seconds(600)) == nil)
        #expect(cache.lookup("a", maxAge: .seconds(601))?.value == 1)
    }

    @Test("A newer answer replaces the older; one that is older than what is kept is dropped")
    func newest() {
        var entries = LastGoodEntries<String, Int, ManualClock.Instant>(capacity: 2)
        entries.store(2, for: "a", at: instant(2))
        entries.store(1, for: "a", at: instant(1))
        #expect(entries.lookup("a", at: instant(2), maxAge: .seconds(9))?.value == 2)
        entries.store(3, for: "a", at: instant(3))
        #expect(entries.lookup("a", at: instant(3), maxAge: .seconds(9))?.value == 3)
        #expect(entries.count == 1)
    }

    @Test("The least recently used entry makes room")
    func leastRecentlyUsed() {
        var entries = LastGoodEntries<String, Int, ManualClock.Instant>(capacity: 2)
        entries.store(1, for: "a", at: instant(0))
        entries.store(2, for: "b", at: instant(0))
        _ = entries.lookup("a", at: instant(0), maxAge: .seconds(9))
        entries.store(3, for: "c", at: instant(0))
        #expect(entries.lookup("b", at: instant(0), maxAge: .seconds(9)) == nil)
        #expect(entries.lookup("a", at: instant(0), maxAge: .seconds(9))?.value == 1)
        #expect(entries.lookup("c", at: instant(0), maxAge: .seconds(9))?.value == 3)
    }

    @Test("Random use agrees with a plain list", arguments: 1...6)
    func model(capacity: Int) {
        var generator = SeededGenerator(seed: UInt64(capacity))
        var entries = LastGoodEntries<Int, Int, ManualClock.Instant>(capacity: capacity)
        var list: [(key: Int, value: Int)] = []
        for step in 0..<5000 {
            let key = Int.random(in: 0..<8, using: &generator)
            let kept = list.firstIndex { $0.key == key }
            if Bool.random(using: &generator) {
                entries.store(step, for: key, at: instant(step))
                if let kept { list.remove(at: kept) } else if list.count == capacity { list.removeFirst() }
                list.append((key, step))
            } else {
                let found = entries.lookup(key, at: instant(step), maxAge: .seconds(10_000))
                #expect(found?.value == kept.map { list[$0].value })
                if let kept { list.append(list.remove(at: kept)) }
            }
            #expect(entries.count == list.count)
        }
    }

    @Test("A capacity below one counts as one")
    func smallest() {
        var entries = LastGoodEntries<Int, Int, ManualClock.Instant>(capacity: 0)
        entries.store(1, for: 1, at: instant(0))
        entries.store(2, for: 2, at: instant(0))
        #expect(entries.count == 1)
        #expect(entries.lookup(2, at: instant(0), maxAge: .zero)?.value == 2)
    }

    @Test("Random stores, lookups and removals against a list in order of use", arguments: 0..<200)
    func model(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let capacity = Int.random(in: 1...6, using: &generator)
        var entries = LastGoodEntries<Int, Int, ManualClock.Instant>(capacity: capacity)
        var used: [(key: Int, value: Int)] = []
        for step in 0..<300 {
            let key = Int.random(in: 0..<8, using: &generator)
            let place = used.firstIndex { $0.key == key }
            switch Int.random(in: 0..<5, using: &generator) {
            case 0:
                entries.remove(key)
                if let place { used.remove(at: place) }
            case 1, 2:
                entries.store(step, for: key, at: instant(step))
                if let place { used.remove(at: place) }
                used.append((key, step))
                if used.count > capacity { used.removeFirst() }
            default:
                let found = entries.lookup(key, at: instant(step), maxAge: .seconds(10_000))
                #expect(found?.value == place.map { used[$0].value })
                if let place { used.append(used.remove(at: place)) }
            }
            #expect(entries.count == used.count)
        }
    }
}
