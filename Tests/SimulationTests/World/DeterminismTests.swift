import Resilience
import Simulation
import Testing

@Suite("Determinism")
struct DeterminismTests {
    private var world: World {
        var groups: [ClientGroup] = []
        for mode in ClientMode.allCases {
            var group = ClientGroup(mode.rawValue, policy: ClientPolicy(mode))
            group.count = 3
            group.policy.attemptTimeout = .milliseconds(100)
            group.policy.requestTimeout = .milliseconds(500)
            group.policy.retry.backoff.base = .milliseconds(20)
            group.policy.callBreaker.openDuration = .milliseconds(300)
            group.policy.endpointBreaker.openDuration = .milliseconds(300)
            group.policy.hedgeAfter = .quantile(0.9, times: 1)
            group.policy.throttle = ThrottleConfiguration()
            group.policy.adaptiveLimit = AdaptiveLimitConfiguration()
            groups.append(group)
        }
        var world = World(groups: groups, endpoints: Array(repeating: EndpointModel(), count: 3))
        world.duration = .seconds(3)
        world.network.latency = .exponential(mean: .milliseconds(1))
        world.network.loss = 0.01
        world.faults = [
            Fault(.errors(0.5), endpoints: [0, 1, 2], from: .milliseconds(200), to: .milliseconds(700)),
            Fault(
                .crashLoop(down: .milliseconds(50), up: .milliseconds(100)),
                endpoints: [0],
                from: .seconds(1),
                to: .seconds(2)
            ),
            Fault(.slow(20), endpoints: [1], from: .seconds(1), to: .seconds(2)),
        ]
        return world
    }

    @Test("The same world gives the same result, to the last bit, and in every build")
    func same() throws {
        let first = try Simulator(world).run()
        #expect(try Simulator(world).run() == first)
        // Of debug and release builds: a number that differs here differs between them, or the model has changed.
        #expect(first.digest == 12_435_625_395_011_612_341)
    }

    @Test("Another seed gives another result")
    func other() throws {
        var other = world
        other.seed = 2
        #expect(try Simulator(other).run().digest != Simulator(world).run().digest)
    }

    @Test("To look on changes nothing")
    func audit() throws {
        let (result, violation) = try WorldTrial(world).run()
        #expect(violation == nil)
        #expect(try Simulator(world).run() == result)
    }
}
