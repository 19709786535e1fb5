import Resilience
import Testing

@testable import Simulation

@Suite("Modes")
struct ModeTests {
    /// A minute of 100 calls per second to two endpoints, with the timings of the lab's quick profile.
    private func run(_ mode: ClientMode, _ faults: [Fault], _ adjust: (inout World) -> Void = { _ in }) throws
        -> GroupResult
    {
        var policy = ClientPolicy(mode)
        policy.attemptTimeout = .milliseconds(500)
        policy.requestTimeout = .seconds(3)
        policy.retry.backoff.base = .milliseconds(100)
        policy.retry.backoff.cap = .milliseconds(800)
        policy.callBreaker.openDuration = .seconds(3)
        policy.endpointBreaker.openDuration = .seconds(3)
        var world = World(
            groups: [ClientGroup(mode.rawValue, policy: policy)],
            endpoints: [EndpointModel(), EndpointModel()]
        )
        world.faults = faults
        adjust(&world)
        let result = try Simulator(world).run()
        let group = result.groups[0]
        #expect(group.calls == group.endings.total)
        #expect(group.intervals.reduce(0) { $0 + $1.calls } == group.calls)
        #expect(group.intervals.reduce(0) { $0 + $1.attempts } == group.attempts.total)
        #expect(group.intervals.reduce(0) { $0 + $1.fresh } == group.endings[.fresh])
        return group
    }

    private func errors(_ rate: Double) -> [Fault] {
        [Fault(.errors(rate), endpoints: [0, 1], from: .zero, to: .seconds(60))]
    }

    private func down(_ endpoints: Int...) -> [Fault] {
        [Fault(.down, endpoints: endpoints, from: .seconds(20), to: .seconds(40))]
    }

    @Test("Without faults every mode has new answers, one attempt each", arguments: ClientMode.allCases)
    func healthy(mode: ClientMode) throws {
        let group = try run(mode, [])
        #expect(group.endings[.fresh] == group.calls)
        #expect(group.attempts[.initial] == group.calls)
        #expect(group.attempts.total == group.calls)
    }

    @Test(
        "At 60 % errors four attempts get 1 - 0.6⁴, for 1 + 0.6 + 0.36 + 0.216 attempts",
        arguments: [ClientMode.retry, .full]
    )
    func errors(mode: ClientMode) throws {
        let group = try run(mode, errors(0.6))
        #expect(abs((group.share(.fresh) ?? 0) - 0.8704) < 0.02)
        #expect(abs((group.amplification ?? 0) - 2.176) < 0.06)
        #expect(group.callBreaker.opened == 0)
    }

    @Test("At 60 % errors one attempt gets 0.4, and the bare breaker is mostly open")
    func errorsWithoutRetry() throws {
        #expect(abs((try run(.baseline, errors(0.6)).share(.fresh) ?? 0) - 0.4) < 0.02)
        let breaker = try run(.breaker, errors(0.6))
        #expect(breaker.endings[.breaker] > breaker.calls / 2)
        #expect(breaker.callBreaker.opened > 5)
    }

    @Test("One endpoint down costs `full` next to nothing, the others half of the time, and retries help")
    func partialFailure() throws {
        #expect((try run(.full, down(0)).share(.fresh) ?? 0) > 0.995)
        #expect(abs((try run(.baseline, down(0)).share(.fresh) ?? 0) - 5 / 6) < 0.02)
        #expect((try run(.retry, down(0)).share(.fresh) ?? 0) > 0.97)
    }

    @Test("With all endpoints down `full` serves earlier answers, at once, and is back within a second")
    func outage() throws {
        let group = try run(.full, down(0, 1))
        #expect(group.endings[.fresh] + group.endings[.stale] == group.calls)
        #expect((group.latency.quantile(0.99) ?? .seconds(9)) < .milliseconds(400))
        let after = group.intervals[41..<60]
        #expect(after.allSatisfy { $0.stale == 0 && $0.failed == 0 })
        #expect(group.endpointBreakers.opened >= 2)
    }

    @Test("A hang takes callers their whole attempt timeout, until the endpoint's breaker opens")
    func hang() throws {
        let faults = [Fault(.hang, endpoints: [0], from: .seconds(20), to: .seconds(40))]
        let baseline = try run(.baseline, faults)
        #expect(baseline.latency.quantile(0.99).map { $0 >= .milliseconds(480) } ?? false)
        #expect(baseline.endings[.timedOut] > 800)
        let full = try run(.full, faults)
        #expect(full.endings[.fresh] + full.endings[.stale] == full.calls)
        #expect(full.endpointBreakers.opened >= 1)
        // Half-open calls aside, five attempts in a row find out.
        #expect(full.latency.quantile(0.99).map { $0 < .milliseconds(100) } ?? false)
    }

    @Test("A partition is like a hang for those whom it concerns, and for nobody else")
    func partition() throws {
        let faults = [Fault(.partition(clients: 0..<1), endpoints: [0, 1], from: .seconds(20), to: .seconds(40))]
        #expect(try run(.baseline, faults).endings[.timedOut] > 1_900)
        let other = [Fault(.partition(clients: 1..<2), endpoints: [0, 1], from: .seconds(20), to: .seconds(40))]
        #expect(try run(.baseline, other).endings[.timedOut] == 0)
    }

    @Test("Where the backend says that it has too much to do, the budget keeps retries under a quarter of the load")
    func overload() throws {
        func overloaded(_ mode: ClientMode) throws -> GroupResult {
            try run(mode, []) { world in
                world.duration = .seconds(10)
                world.groups[0].arrivals = .poisson(perSecond: 1_000)
                for place in world.endpoints.indices {
                    world.endpoints[place].concurrency = 2
                    world.endpoints[place].queue = 4
                    world.endpoints[place].retryAfter = .milliseconds(100)
                }
            }
        }
        #expect((try overloaded(.full).amplification ?? 9) < 1.25)
        #expect((try overloaded(.retry).amplification ?? 0) > 2)
    }

    @Test("Hedges cut the tail, for the budget's price")
    func hedges() throws {
        func tailed(_ hedge: LatencyThreshold?) throws -> GroupResult {
            try run(.full, []) { world in
                world.groups[0].policy.hedgeAfter = hedge
                for place in world.endpoints.indices {
                    let time = Distribution.tailed(
                        mean: .milliseconds(5),
                        tailShare: 0.02,
                        tailMean: .milliseconds(200)
                    )
                    world.endpoints[place].serviceTime = time
                }
            }
        }
        let (without, with) = (try tailed(nil), try tailed(.quantile(0.95, times: 1)))
        #expect(without.attempts[.hedge] == 0)
        #expect((with.latency.quantile(0.99) ?? .seconds(9)) < (without.latency.quantile(0.99) ?? .zero) / 2)
        #expect(with.attempts[.hedge] > 50)
        #expect(with.attempts[.hedge] == with.hedges.won + with.hedges.lost)
        #expect((with.amplification ?? 9) < 1.2)
    }

    @Test("Callers who lose patience are counted apart, and what they left is given back")
    func patience() throws {
        let group = try run(.full, [Fault(.hang, endpoints: [0, 1], from: .seconds(20), to: .seconds(40))]) { world in
            world.groups[0].patience = .milliseconds(50)
        }
        #expect(group.endings[.cancelled] > 100)
        #expect(group.endings.total == group.calls)
    }
}
