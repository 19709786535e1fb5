import Resilience
import TestSupport
import Testing

@Suite("Adaptive limit of a bulkhead", .timeLimit(.minutes(2)))
struct AdaptiveLimitTests {
    @Test("The bulkhead gets the initial limit, and every later one")
    func resizes() {
        let clock = ManualClock()
        let bulkhead = Bulkhead(name: "b", clock: clock)
        var configuration = AdaptiveLimitConfiguration()
        configuration.initial = 10
        let limit = AdaptiveLimit(configuration: configuration, bulkhead: bulkhead, clock: clock)
        #expect(bulkhead.snapshot().capacity == 10)
        limit.ended(after: .seconds(1), isOverload: true)
        #expect(limit.limit == 9)
        #expect(bulkhead.snapshot().capacity == 9)
        for _ in 0..<100 {
            clock.advance(by: .milliseconds(100))
            limit.ended(after: .seconds(1), isOverload: true)
            #expect(bulkhead.snapshot().capacity == limit.limit)
        }
        #expect(bulkhead.snapshot().capacity == 1)
    }

    @Test("Quick calls that use the limit to the full make it grow, and those who wait get in")
    func grows() async throws {
        let clock = ManualClock()
        var places = BulkheadConfiguration()
        places.maxQueue = 10
        let bulkhead = Bulkhead(name: "b", configuration: places, clock: clock)
        var configuration = AdaptiveLimitConfiguration()
        configuration.initial = 1
        let limit = AdaptiveLimit(configuration: configuration, bulkhead: bulkhead, clock: clock)
        let permit = try await bulkhead.acquire()
        let waiter = Task { try await bulkhead.run { 42 } }
        while bulkhead.snapshot().queued == 0 { await Task.yield() }
        for _ in 0..<1000 where limit.limit < 2 {
            clock.advance(by: .milliseconds(10))
            limit.ended(after: .milliseconds(1), isOverload: false)
        }
        #expect(limit.limit == 2)
        #expect(try await waiter.value == 42)
        permit.release()
        #expect(bulkhead.snapshot().queued == 0)
    }

    @Test("Under contention the bulkhead ends up with the last limit, and no place is lost")
    func contention() async {
        let clock = ContinuousClock()
        var places = BulkheadConfiguration()
        places.maxQueue = 1000
        let bulkhead = Bulkhead(name: "b", configuration: places, clock: clock)
        var configuration = AdaptiveLimitConfiguration()
        configuration.initial = 4
        configuration.maximum = 8
        configuration.samplingWindow = .milliseconds(1)
        configuration.minimumSamples = 1
        let limit = AdaptiveLimit(configuration: configuration, bulkhead: bulkhead, clock: clock)
        let served = await withTaskGroup(of: Int.self) { group in
            for seed in 0..<16 {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(seed))
                    var served = 0
                    for _ in 0..<100 {
                        do throws(BulkheadRejection) {
                            let permit = try await bulkhead.acquire()
                            await Task.yield()
                            let latency = Duration.microseconds(Int.random(in: 1...50, using: &generator))
                            limit.ended(after: latency, isOverload: Int.random(in: 0..<4, using: &generator) == 0)
                            permit.release()
                            served += 1
                        } catch {
                            Issue.record("rejected: \(error)")
                        }
                    }
                    return served
                }
            }
            return await group.reduce(0, +)
        }
        #expect(served == 1600)
        let snapshot = bulkhead.snapshot()
        #expect(snapshot.inFlight == 0)
        #expect(snapshot.queued == 0)
        #expect(snapshot.capacity == limit.limit)
    }
}
