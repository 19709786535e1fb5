import Resilience
import Testing

@testable import Simulation

/// The modelled endpoints against formulas of queueing theory. Source: Kleinrock, *Queueing Systems*, vol. 1, ch. 3.
@Suite("Endpoints and queueing theory")
struct QueueTheoryTests {
    private func run(_ load: Double, servers: Int, queue: Int, _ time: Distribution) throws -> (
        GroupResult, EndpointResult
    ) {
        var policy = ClientPolicy(.baseline)
        policy.attemptTimeout = .seconds(30)
        var group = ClientGroup("callers", policy: policy)
        group.arrivals = .poisson(perSecond: load * Double(servers) * 100)
        var endpoint = EndpointModel()
        endpoint.serviceTime = time
        endpoint.concurrency = servers
        endpoint.queue = queue
        var world = World(groups: [group], endpoints: [endpoint])
        world.network.latency = .constant(.zero)
        world.duration = .seconds(10_000 / (load * Double(servers) * 100))
        let result = try Simulator(world).run()
        return (result.groups[0], result.endpoints[0])
    }

    @Test("Response times of M/M/1 are exponential, of mean 1 / (μ - λ)", arguments: [0.3, 0.6])
    func oneServer(load: Double) throws {
        let (group, _) = try run(load, servers: 1, queue: 1_000_000, .exponential(mean: .milliseconds(10)))
        let mean = 0.01 / (1 - load)
        // The median of an exponential distribution is its mean times the logarithm of 2.
        let median = try #require(group.latency.quantile(0.5)) / .seconds(1)
        let high = try #require(group.latency.quantile(0.95)) / .seconds(1)
        #expect(abs(median / (mean * 0.6931) - 1) < 0.1)
        #expect(abs(high / (mean * 2.9957) - 1) < 0.12)
    }

    @Test("M/M/c/c turns away what Erlang's formula B says", arguments: [(2, 0.8), (8, 0.9), (8, 1.5)])
    func loss(servers: Int, load: Double) throws {
        let offered = load * Double(servers)
        var blocked = 1.0
        for number in 1...servers { blocked = offered * blocked / (Double(number) + offered * blocked) }
        for time in [Distribution.exponential(mean: .milliseconds(10)), .constant(.milliseconds(10))] {
            let (group, endpoint) = try run(load, servers: servers, queue: 0, time)
            let share = Double(endpoint.shed) / Double(endpoint.received)
            // The formula holds for any distribution of service times.
            #expect(abs(share - blocked) < 0.025, "\(time)")
            #expect(group.endings[.unavailable] == endpoint.shed)
        }
    }
}
