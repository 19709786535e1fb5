import Resilience
import Simulation
import Testing

@Suite("Shrinking")
struct ShrinkingTests {
    /// Three groups, four endpoints, all sorts of faults, and a promise that an endless outage breaks.
    private var hopeless: WorldTrial {
        var groups: [ClientGroup] = []
        for mode in [ClientMode.baseline, .retry, .full] {
            var group = ClientGroup(mode.rawValue, policy: ClientPolicy(mode))
            group.count = 3
            group.policy.attemptTimeout = .milliseconds(20)
            group.policy.requestTimeout = .milliseconds(20)
            groups.append(group)
        }
        var endpoint = EndpointModel()
        endpoint.serviceTime = .constant(.milliseconds(1))
        var world = World(groups: groups, endpoints: Array(repeating: endpoint, count: 4))
        world.duration = .seconds(2)
        world.faults = [
            Fault(.slow(2), endpoints: [0], from: .milliseconds(10), to: .milliseconds(100)),
            Fault(.errors(1), endpoints: [0, 1, 2, 3], from: .zero, to: .seconds(1)),
        ]
        world.network.loss = 0.01
        var trial = WorldTrial(world)
        // All is to be well while the errors still last.
        trial.recoveryTime = .milliseconds(-500)
        trial.freshShares = ["baseline": 0.9, "retry": 0.9, "full": 0.9]
        return trial
    }

    @Test("A failing world becomes small and still breaks the same invariant")
    func small() throws {
        let trial = hopeless
        #expect(try trial.run().violation?.invariant == .recovers)
        let small = try trial.shrunk()
        #expect(try small.run().violation?.invariant == .recovers)
        #expect(small.world.groups.count == 1)
        #expect(small.world.groups[0].count == 1)
        #expect(small.world.endpoints.count == 1)
        #expect(small.world.faults.count == 1)
        #expect(small.world.network.loss == 0)
        #expect(small.world.duration < .seconds(2))
    }

    @Test("A world that breaks nothing stays as it is")
    func sound() throws {
        let trial = RandomWorlds.trial(seed: 1)
        #expect(try trial.shrunk() == trial)
    }
}
