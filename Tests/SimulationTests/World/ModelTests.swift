import Resilience
import Testing

@testable import Simulation

/// What the modelled endpoints, network and callers do, one thing at a time.
@Suite("Model")
struct ModelTests {
    /// A hundred calls per second, evenly, to one endpoint that takes 20 ms, for ten seconds.
    private func world(_ mode: ClientMode, _ adjust: (inout World) -> Void = { _ in }) -> World {
        var group = ClientGroup("callers", policy: ClientPolicy(mode))
        group.arrivals = .constant(perSecond: 100)
        var endpoint = EndpointModel()
        endpoint.serviceTime = .constant(.milliseconds(20))
        var world = World(groups: [group], endpoints: [endpoint])
        world.duration = .seconds(10)
        adjust(&world)
        return world
    }

    private func run(_ mode: ClientMode, _ adjust: (inout World) -> Void = { _ in }) throws -> SimulationResult {
        try Simulator(world(mode, adjust)).run()
    }

    @Test("A crash resets what was being served, and connections are refused until the process is back")
    func crash() throws {
        let group = try run(.baseline) {
            $0.faults = [Fault(.down, endpoints: [0], from: .seconds(2), to: .seconds(4))]
        }.groups[0]
        // Two calls of 20 ms are there at a time, and one may be on its way.
        #expect((2...3).contains(group.endings[.reset]))
        #expect((197...201).contains(group.endings[.refused]))
        #expect(group.endings[.timedOut] == 0)
        #expect(group.latency.quantile(1).map { $0 < .milliseconds(30) } ?? false)
    }

    @Test("What waits in an endpoint's queue is lost with it too")
    func crashWithQueue() throws {
        let group = try run(.baseline) { world in
            world.endpoints[0].concurrency = 1
            world.endpoints[0].queue = 50
            world.endpoints[0].serviceTime = .constant(.milliseconds(100))
            world.faults = [Fault(.down, endpoints: [0], from: .seconds(2), to: .milliseconds(2_050))]
        }.groups[0]
        #expect(group.endings[.reset] > 45)
    }

    @Test("A backend that sheds is left alone for as long as it asks, by those who listen", arguments: [true, false])
    func retryAfter(listens: Bool) throws {
        let result = try run(.full) { world in
            world.endpoints[0].concurrency = 1
            world.endpoints[0].queue = 0
            world.endpoints[0].retryAfter = .milliseconds(700)
            world.groups[0].arrivals = .bursts(of: 2, every: .seconds(2))
            world.groups[0].policy.retry.honorsRetryAfter = listens
            world.groups[0].policy.retry.backoff.base = .milliseconds(100)
        }
        let group = result.groups[0]
        #expect(group.attempts[.retry] == 5)
        #expect(group.endings[.fresh] == 10)
        let longest = try #require(group.latency.quantile(1))
        #expect(listens ? longest > .milliseconds(680) : longest < .milliseconds(200))
    }

    @Test("While an answer is refreshed it is not refreshed once more")
    func refreshing() throws {
        let group = try run(.full) { world in
            world.groups[0].policy.fallback.freshFor = .milliseconds(50)
            world.endpoints[0].serviceTime = .constant(.milliseconds(200))
        }.groups[0]
        // Each round takes the 200 ms of the call, the 50 ms for which its answer is fresh, and up to 10 ms to the next.
        #expect((36...41).contains(group.refreshes))
        #expect(group.endings[.stale] > 950)
        #expect(group.attempts.total < 70)
    }

    @Test("Probes meet what traffic meets, so nothing is tried before the endpoint is back, and then soon")
    func probes() throws {
        for kind in [Fault.Kind.down, .hang, .partition(clients: nil)] {
            let group = try run(.full) { world in
                world.faults = [Fault(kind, endpoints: [0], from: .seconds(2), to: .seconds(7))]
                world.groups[0].policy.attemptTimeout = .milliseconds(200)
                world.groups[0].policy.requestTimeout = .milliseconds(400)
            }.groups[0]
            #expect(group.endpointBreakers.opened == 1, "\(kind)")
            #expect(group.endpointBreakers.closed == 1, "\(kind)")
            #expect(group.intervals[9].fresh == 100, "\(kind)")
        }
    }

    @Test("Lost messages come late, those of the request and those of the answer")
    func loss() throws {
        let result = try run(.baseline) { world in
            world.duration = .seconds(100)
            world.network.loss = 0.1
            world.network.retransmission = .milliseconds(100)
        }
        let latency = result.groups[0].latency
        // Without loss 0.9² = 81 % of the calls.
        #expect(latency.quantile(0.79).map { $0 < .milliseconds(25) } ?? false)
        #expect(latency.quantile(0.83).map { $0 > .milliseconds(115) } ?? false)
    }

    @Test("A slow endpoint takes so many times as long")
    func slow() throws {
        let group = try run(.baseline) {
            $0.faults = [Fault(.slow(5), endpoints: [0], from: .zero, to: .seconds(10))]
        }.groups[0]
        #expect(group.latency.quantile(0.5).map { $0 > .milliseconds(95) && $0 < .milliseconds(106) } ?? false)
    }

    @Test("Clients begin at points of their own, and bursts at the same moments")
    func arrivals() throws {
        let clients = try Simulator(world(.baseline) { $0.groups[0].count = 20 }).clients
        #expect(Set(clients.map(\.arrivals.due)).count == 20)
        let bursts = try run(.baseline) { world in
            world.groups[0].count = 3
            world.groups[0].arrivals = .bursts(of: 4, every: .milliseconds(2_500))
            world.interval = .milliseconds(2_500)
        }
        #expect(bursts.groups[0].intervals.map(\.calls) == [12, 12, 12, 12])
    }

    @Test("A world that makes no sense is refused by the name of what is wrong")
    func validation() {
        func name(_ adjust: (inout World) -> Void) -> String? {
            do throws(SimulationError) {
                try world(.full, adjust).validate()
                return nil
            } catch {
                return error.name
            }
        }
        #expect(name { _ in } == nil)
        #expect(name { $0.duration = .zero } == "duration")
        #expect(name { $0.groups = [] } == "clients")
        #expect(name { $0.endpoints[0].concurrency = 0 } == "concurrency")
        #expect(name { $0.network.loss = 1 } == "loss")
        #expect(name { $0.groups[0].arrivals = .poisson(perSecond: 0) } == "arrivals")
        #expect(name { $0.groups[0].policy.attemptTimeout = .seconds(31) } == "attemptTimeout")
        #expect(name { $0.groups[0].policy.retry.maxAttempts = 0 } == "policy")
        #expect(name { $0.faults = [Fault(.hang, endpoints: [1], from: .zero, to: .zero)] } == "faults.endpoints")
    }
}
