import Resilience
import Synchronization
import TestSupport
import Testing

@Suite("Stale fallback", .timeLimit(.minutes(1)))
struct StaleFallbackTests {
    // MARK: Stale if error

    @Test("A failed call is answered with the last good answer and its age, up to the maximum age")
    func staleIfError() async {
        let stand = StaleFallbackStand { $0.maxAge = .seconds(60) }
        #expect(describe(await stand.answer { nil }) == "called failed")
        #expect(describe(await stand.answer { 1 }) == "called 1")
        stand.clock.advance(by: .seconds(60))
        #expect(describe(await stand.answer { nil }) == "stale 1 of 60.0, failed true")
        stand.clock.advance(by: .nanoseconds(1))
        #expect(describe(await stand.answer { nil }) == "called failed")
        #expect(
            stand.events.all == [.miss, .stored, .hit(age: .seconds(60)), .miss]
        )
    }

    @Test("An outcome that is final is handed on and not kept")
    func final() async {
        let stand = StaleFallbackStand()
        _ = await stand.answer { 1 }
        #expect(describe(await stand.answer { -1 }) == "called -1")
        #expect(describe(await stand.answer { nil }) == "stale 1 of 0.0, failed true")
    }

    @Test("Answers are known by key")
    func keys() async {
        let stand = StaleFallbackStand()
        _ = await stand.answer("a") { 1 }
        #expect(describe(await stand.answer("b") { nil }) == "called failed")
    }

    // MARK: Stale while revalidate

    @Test("A recent answer is served without a call; an older one while one call refreshes it")
    func revalidation() async {
        let stand = StaleFallbackStand { $0.freshFor = .seconds(5) }
        let calls = Mutex(0)
        let release = Signal()
        let call: @Sendable () async -> Int? = {
            let number = calls.withLock { calls in
                calls += 1
                return calls
            }
            if number > 1 { await release.wait() }
            return number
        }
        #expect(describe(await stand.answer("k", call)) == "called 1")
        stand.clock.advance(by: .seconds(5))
        #expect(describe(await stand.answer("k", call)) == "stale 1 of 5.0, unasked")
        #expect(calls.withLock { $0 } == 1)
        stand.clock.advance(by: .seconds(1))
        for _ in 0..<50 { #expect(describe(await stand.answer("k", call)) == "stale 1 of 6.0, unasked") }
        release.set()
        await stand.finishSpawned()
        // One refresh, however many asked.
        #expect(calls.withLock { $0 } == 2)
        #expect(stand.events.all.count { $0 == .refreshBegan } == 1)
        #expect(stand.events.all.last == .refreshEnded(isGood: true))
        #expect(describe(await stand.answer("k", call)) == "stale 2 of 0.0, unasked")
    }

    @Test("A refresh that fails leaves the answer as it is, and the next request tries again")
    func failedRefresh() async {
        let stand = StaleFallbackStand {
            $0.freshFor = .seconds(5)
            $0.maxAge = .seconds(20)
        }
        _ = await stand.answer { 1 }
        stand.clock.advance(by: .seconds(6))
        for _ in 0..<2 {
            #expect(describe(await stand.answer { nil }) == "stale 1 of 6.0, unasked")
            await stand.finishSpawned()
        }
        #expect(stand.events.all.count { $0 == .refreshEnded(isGood: false) } == 2)
        // Too old to be served: the caller waits for a call of its own.
        stand.clock.advance(by: .seconds(15))
        #expect(describe(await stand.answer { 2 }) == "called 2")
    }

    @Test("A refresh that finds nothing any more forgets the answer, and is told that nobody waits for it")
    func refreshFindsNothing() async {
        let stand = StaleFallbackStand { $0.freshFor = .seconds(5) }
        _ = await stand.answer { 1 }
        stand.clock.advance(by: .seconds(6))
        #expect(describe(await stand.answer { -2 }) == "stale 1 of 6.0, unasked")
        await stand.finishSpawned()
        #expect(describe(await stand.answer { -2 }) == "called -2")
        #expect(stand.purposes.all == [.caller, .refresh, .caller])
    }

    // MARK: Configuration

    @Test("The rules can change while it runs; what is kept stays")
    func reconfigure() async {
        let stand = StaleFallbackStand()
        _ = await stand.answer { 1 }
        stand.clock.advance(by: .seconds(50))
        stand.fallback.configuration.maxAge = .seconds(10)
        #expect(describe(await stand.answer { nil }) == "called failed")
        stand.fallback.configuration.maxAge = .seconds(60)
        #expect(describe(await stand.answer { nil }) == "stale 1 of 50.0, failed true")
    }

    @Test("Values outside their ranges are refused by name")
    func validation() {
        let faults: [(String, (inout StaleFallbackConfiguration) -> Void)] = [
            ("maxAge", { $0.maxAge = .seconds(-1) }), ("freshFor", { $0.freshFor = .zero }),
            ("freshFor", { $0.freshFor = .seconds(601) }), ("softTimeout", { $0.softTimeout = .zero }),
            ("capacity", { $0.capacity = 0 }), ("outlivingPerKey", { $0.outlivingPerKey = 0 }),
            ("outlivingInAll", { $0.outlivingInAll = 0 }),
        ]
        for (key, fault) in faults {
            var configuration = StaleFallbackConfiguration()
            fault(&configuration)
            #expect { try configuration.validate() } throws: { ($0 as? ResilienceConfigurationError)?.key == key }
        }
        #expect(throws: Never.self) { try StaleFallbackConfiguration().validate() }
    }
}
