import Resilience
import Synchronization
import TestSupport
import Testing

@Suite("Shared answers", .timeLimit(.minutes(1)))
struct SharedAnswersTests {
    private final class Shared: SharedAnswers {
        let stored = Mutex<[String: Int]>([:])
        let known: (value: Int, age: Duration)?

        init(_ known: (value: Int, age: Duration)?) { self.known = known }

        func load(_ key: String) async -> (value: Int, age: Duration)? { known }
        func store(_ value: Int, for key: String) { stored.withLock { $0[key] = value } }
        func remove(_ key: String) { stored.withLock { $0[key] = nil } }
    }

    @Test("What this process does not know is asked of the shared cache, once, and kept with its age")
    func shared() async {
        let stand = StaleFallbackStand(shared: Shared((9, .seconds(30))))
        #expect(describe(await stand.answer { nil }) == "stale 9 of 30.0, failed true")
        stand.clock.advance(by: .seconds(5))
        #expect(describe(await stand.answer { nil }) == "stale 9 of 35.0, failed true")
        #expect(stand.events.all == [.miss, .hit(age: .seconds(30)), .hit(age: .seconds(35))])
    }

    @Test("What the shared cache holds is too old as well when it is too old")
    func sharedTooOld() async {
        let stand = StaleFallbackStand(shared: Shared((9, .seconds(601))))
        #expect(describe(await stand.answer { nil }) == "called failed")
    }

    @Test("Good answers go to the shared cache, and nothing else does")
    func sharedStore() async {
        let shared = Shared(nil)
        let stand = StaleFallbackStand(shared: shared)
        _ = await stand.answer("a") { 1 }
        _ = await stand.answer("b") { nil }
        _ = await stand.answer("c") { -1 }
        #expect(shared.stored.withLock { $0 } == ["a": 1])
    }

    @Test("What is gone is gone from the shared cache too")
    func gone() async {
        let shared = Shared(nil)
        let stand = StaleFallbackStand(shared: shared)
        _ = await stand.answer("a") { 1 }
        #expect(describe(await stand.answer("a") { -2 }) == "called -2")
        #expect(shared.stored.withLock { $0 }.isEmpty)
        #expect(describe(await stand.answer("a") { nil }) == "called failed")
    }
}
