import Resilience
import Simulation
import Testing

/// A backend that is slow for a few seconds, at 70 % load.
///
/// Source: Bronson, Aghayev, Charapko, Zhu, "Metastable Failures in Distributed Systems", HotOS 2021.
@Suite("Metastable failure")
struct MetastableTests {
    /// The share of new answers twenty seconds after all is well again, and the attempts per call then.
    private func afterwards(_ mode: ClientMode) throws -> (fresh: Double, attempts: Double) {
        var policy = ClientPolicy(mode)
        policy.attemptTimeout = .milliseconds(500)
        policy.requestTimeout = .seconds(3)
        policy.retry.backoff.base = .milliseconds(100)
        policy.retry.backoff.cap = .milliseconds(800)
        policy.callBreaker.openDuration = .seconds(3)
        policy.endpointBreaker.openDuration = .seconds(3)
        var group = ClientGroup(mode.rawValue, policy: policy)
        group.count = 10
        group.arrivals = .poisson(perSecond: 14)
        var endpoint = EndpointModel()
        endpoint.concurrency = 1
        endpoint.queue = 200
        endpoint.skipsAbandoned = false
        var world = World(groups: [group], endpoints: [endpoint, endpoint])
        world.duration = .seconds(40)
        world.faults = [Fault(.slow(5), endpoints: [0, 1], from: .seconds(5), to: .seconds(10))]
        let intervals = try Simulator(world).run().groups[0].intervals[30..<40]
        let calls = Double(intervals.reduce(0) { $0 + $1.calls })
        return (
            Double(intervals.reduce(0) { $0 + $1.fresh }) / calls,
            Double(intervals.reduce(0) { $0 + $1.attempts }) / calls
        )
    }

    @Test("Retries without a budget keep the backend down for good once it was slow for a while")
    func retries() throws {
        let (fresh, attempts) = try afterwards(.retry)
        #expect(fresh < 0.1)
        #expect(attempts > 3.5)
    }

    @Test(
        "With all patterns, with a breaker alone and with nothing at all it recovers",
        arguments: [
            ClientMode.full, .breaker, .baseline,
        ]
    )
    func others(mode: ClientMode) throws {
        let (fresh, attempts) = try afterwards(mode)
        #expect(fresh > 0.98)
        #expect(attempts < 1.05)
    }
}
