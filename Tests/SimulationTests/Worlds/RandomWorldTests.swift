import Simulation
import Testing

/// Random worlds under audit.
///
/// `SIMULATION_WORLDS` is how many are run (60 otherwise), from `SIMULATION_SEED` on (1 otherwise): a failing one is
/// replayed by its seed and `SIMULATION_WORLDS=1`.
@Suite("Random worlds")
struct RandomWorldTests {
    private static let count = UInt64(TestEnvironment.number("SIMULATION_WORLDS") ?? 60)
    private static let first = UInt64(TestEnvironment.number("SIMULATION_SEED") ?? 1)

    @Test("No invariant is broken in any of them, and all that there is takes place")
    func invariants() throws {
        var events = 0
        var seen: Set<String> = []
        for seed in Self.first..<Self.first + Self.count {
            let trial = RandomWorlds.trial(seed: seed)
            let (result, violation) = try trial.run()
            events += result.events
            note(trial, result, &seen)
            if let violation { return try report(seed, violation, trial) }
        }
        print("random worlds from seed \(Self.first): \(Self.count), with \(events) events")
        // A few need not have it all; those of `unit-release` do.
        guard Self.count >= 500 else { return }
        let missing = Self.everything.subtracting(seen)
        #expect(missing.isEmpty)
    }

    private func report(_ seed: UInt64, _ violation: Violation, _ trial: WorldTrial) throws {
        let small = try trial.shrunk()
        Issue.record(
            """
            SIMULATION_SEED=\(seed) SIMULATION_WORLDS=1: \(violation)
            The smallest world found that breaks the same: \(try small.run().violation.map { "\($0)" } ?? "")
            \(small)
            """
        )
    }

    /// What takes place in five hundred worlds. A retry that could not begin before the deadline is not made, so hardly any call
    /// ends by that alone.
    private static let everything = Set(
        [
            "retried", "hedge won", "hedge denied", "call breaker closed", "endpoint breaker closed", "ejected",
            "refreshed",
        ]
            + ClientMode.allCases.map { "\($0)" } + CallEnding.allCases.filter { $0 != .deadline }.map { "\($0)" }
    )

    private func note(_ trial: WorldTrial, _ result: SimulationResult, _ seen: inout Set<String>) {
        for (group, result) in zip(trial.world.groups, result.groups) {
            seen.insert("\(group.policy.mode)")
            if result.attempts[.retry] > 0 { seen.insert("retried") }
            if result.hedges.won > 0 { seen.insert("hedge won") }
            if result.hedges.denied > 0 { seen.insert("hedge denied") }
            if result.callBreaker.closed > 0 { seen.insert("call breaker closed") }
            if result.endpointBreakers.closed > 0 { seen.insert("endpoint breaker closed") }
            if result.ejections > 0 { seen.insert("ejected") }
            if result.refreshes > 0 { seen.insert("refreshed") }
            for ending in CallEnding.allCases where result.endings[ending] > 0 { seen.insert("\(ending)") }
        }
    }

    @Test("A seed is a world, and another seed is another")
    func seeds() {
        #expect(RandomWorlds.trial(seed: 5) == RandomWorlds.trial(seed: 5))
        #expect(Set((1...200).map { RandomWorlds.trial(seed: $0) }).count == 200)
    }

    @Test("Every world makes sense")
    func validity() throws {
        for seed in UInt64(1)...2_000 { try RandomWorlds.trial(seed: seed).world.validate() }
    }
}
