import Foundation
import Resilience
import Simulation
import Testing

@testable import Lab

@Suite struct ScenarioTests {
    private static let sound = """
        {
          "schema": 1, "title": "t", "question": "q", "seed": 3, "duration": "20s", "interval": "1s",
          "endpoints": [{"count": 3, "serviceTime": {"exponential": "10ms"}, "concurrency": 2, "queue": 9}],
          "clients": [{"name": "c", "mode": "retry", "count": 4, "arrivals": {"poisson": 10},
            "policy": {"retry": {"maxAttempts": 3, "base": "100ms", "jitter": "full"}}}],
          "faults": [{"kind": "errors", "rate": 0.5, "endpoints": {"first": 2}, "from": "5s", "to": "10s"}],
          "windows": [{"name": "fault", "from": "5s", "to": "10s"}],
          "sweep": [
            {"name": "attempts", "values": [
              {"name": "1", "set": {"clients.0.policy.retry.maxAttempts": 1}},
              {"name": "3", "set": {}}]},
            {"name": "clients", "values": [
              {"name": "4", "set": {}}, {"name": "8", "set": {"clients.0.count": 8}}]}]
        }
        """

    private func read(_ text: String = sound, seed: UInt64? = nil) throws -> Scenario {
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        return try Scenario(document, name: "test", seed: seed)
    }

    @Test func variantsAreAllCombinationsInOrder() throws {
        let scenario = try read()
        #expect(
            scenario.variants.map(\.name) == [
                "attempts 1, clients 4", "attempts 1, clients 8", "attempts 3, clients 4", "attempts 3, clients 8",
            ]
        )
        #expect(scenario.variants.map { $0.world.groups[0].policy.retry.maxAttempts } == [1, 1, 3, 3])
        #expect(scenario.variants.map { $0.world.groups[0].count } == [4, 8, 4, 8])
    }

    @Test func everythingGivenIsInTheWorld() throws {
        let world = try read().variants[3].world
        #expect(world.seed == 3)
        #expect(world.duration == .seconds(20))
        #expect(world.endpoints.count == 3)
        #expect(world.endpoints[2].serviceTime == .exponential(mean: .milliseconds(10)))
        #expect(world.endpoints[2].concurrency == 2)
        #expect(world.endpoints[2].queue == 9)
        #expect(world.groups[0].policy.mode == .retry)
        #expect(world.groups[0].arrivals == .poisson(perSecond: 10))
        #expect(world.groups[0].policy.retry.backoff.base == .milliseconds(100))
        #expect(world.groups[0].policy.retry.backoff.jitter == .full)
        #expect(world.faults == [Fault(.errors(0.5), endpoints: [0, 1], from: .seconds(5), to: .seconds(10))])
        #expect(try read(seed: 9).variants[0].world.seed == 9)
    }

    @Test func everyPolicyIsRead() throws {
        let policy = """
            {"callBreaker": {"trip": {"any": [{"consecutiveFailures": 4}, {"slowCallRatio": 0.5}]}, "window": {"calls": 50},
             "halfOpenMaxCalls": 2, "openDuration": "2s"}, "endpointBreaker": {"trip": "never", "window": "3s"},
             "slowCall": {"quantile": 0.99, "times": 3}, "hedgeAfter": "40ms", "budget": "none",
             "adaptiveLimit": {"initial": 7}, "throttle": {"ratio": 3}, "fallback": {"maxAge": "0s"},
             "outliers": {"maximumEjected": 0.2}, "bulkhead": {"maxQueue": 5}, "requestTimeout": "8s"}
            """
        let text = Self.sound.replacing(
            #"{"retry": {"maxAttempts": 3, "base": "100ms", "jitter": "full"}}"#,
            with: policy
        )
        .replacing(#"{"clients.0.policy.retry.maxAttempts": 1}"#, with: "{}").replacing(#""retry","#, with: #""full","#)
        let read = try read(text).variants[0].world.groups[0].policy
        #expect(read.callBreaker.tripRule == .any([.consecutiveFailures(4), .slowCallRatio(0.5)]))
        #expect(read.callBreaker.window == .calls(50))
        #expect(read.callBreaker.halfOpenRule == .successes(2))
        #expect(read.callBreaker.openDuration == .seconds(2))
        #expect(read.callBreaker.halfOpenTimeout == .seconds(16))
        #expect(read.endpointBreaker.tripRule == .never)
        #expect(read.endpointBreaker.window == .time(.seconds(3)))
        #expect(read.slowCall == .quantile(0.99, times: 3))
        #expect(read.hedgeAfter == .fixed(.milliseconds(40)))
        #expect(read.budget.overloadCost == 0 && read.budget.transientCost == 0)
        #expect(read.adaptiveLimit?.initial == 7)
        #expect(read.throttle?.ratio == 3)
        #expect(read.fallback.maxAge == .zero)
        #expect(read.outliers.maximumEjected == 0.2)
        #expect(read.bulkhead.maxQueue == 5)
    }

    @Test(
        "What is wrong is told in one line: where, what is there, and what would do",
        arguments: [
            (#""schema": 1"#, #""schema": 2"#, "schema is missing or another"),
            (#""title": "t", "#, "", "title is missing"),
            (#""duration": "20s""#, #""duration": 20"#, "duration is 20: a duration such as"),
            (#""queue": 9"#, #""queu": 9"#, "endpoints.0.queu is unknown; accepted are count, serviceTime"),
            (#""queue": 9"#, #""queue": -1"#, "queue must be at least 0"),
            (#""queue": 9"#, #""queue": 1.5"#, "endpoints.0.queue is 1.5: a whole number"),
            (#"{"exponential": "10ms"}"#, #"{"exponential": "10ms", "erlang": {}}"#, "one of exponential"),
            (#""mode": "retry""#, #""mode": "rety""#, #"clients.0.mode is "rety": baseline, retry, breaker, full"#),
            (#"{"poisson": 10}"#, "{}", "clients.0.arrivals: one of"),
            (#""jitter": "full""#, #""jitter": "half""#, #"clients.0.policy.retry.jitter is "half": none, full"#),
            (#""kind": "errors""#, #""kind": "error""#, #"faults.0.kind is "error": errors, hang"#),
            (#"{"first": 2}"#, #"{"first": 4}"#, "faults.0.endpoints is an object: "),
            (#""to": "10s"}],"#, #""to": "4s"}],"#, "faults.from must be not after faults.to"),
            (#""name": "fault", "from": "5s""#, #""name": "fault", "from": "5.5s""#, "windows.0: from before to"),
            ("clients.0.count", "clients.1.count", #"attempts 1, clients 8: set "clients.1.count" leads nowhere"#),
            (
                "clients.0.policy.retry.maxAttempts", "clients.0.polcy",
                "attempts 1, clients 4: clients.0.polcy is unknown"
            ),
            (#""set": {}}]},"#, #""set": 1}]},"#, "sweep.0.values.1.set is missing"),
            (#""windows": ["#, #""windows": [{"name": "fault"}, "#, "windows: each with a name of its own"),
            (#""full"}}}],"#, #""full"}}}, {"name": "c"}],"#, "clients: each with a name of its own"),
            (#""to": "10s"}],"#, #""to": "21s"}],"#, "faults.0.to must be at most the duration"),
            (#""maxAttempts": 3"#, #""maxAttempts": 0"#, "policy must be valid: "),
            (#"{"poisson": 10}"#, #"{"poisson": 1e8}"#, "arrivals must be at most 100,000,000 calls in the whole"),
            (
                #""retry": {"#, #""callBreaker": {"trip": {"any": [{"failureRatio": "half"}]}}, "retry": {"#,
                #"clients.0.policy.callBreaker.trip.any.0.failureRatio is "half": a number"#
            ),
            (
                #""retry": {"#, #""callBreaker": {"trip": {"failureRatio": 1, "any": []}}, "retry": {"#,
                "callBreaker.trip is an object: never, or one of"
            ),
            (
                #""retry": {"#, #""callBreaker": {"window": {"calls": 9, "time": "1s"}}, "retry": {"#,
                "callBreaker.window.time is unknown; accepted are calls"
            ),
        ]
    )
    func refusals(from: String, to: String, message: String) throws {
        let text = Self.sound.replacing(from, with: to)
        #expect(text != Self.sound)
        let error = #expect(throws: LabError.self) { try read(text) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("\n") == false)
    }

    @Test func resultsDoNotDependOnHowManyRunAtOnce() throws {
        let scenario = try read()
        let one = try ScenarioRun.run(scenario, jobs: 1).json()
        #expect(try ScenarioRun.run(scenario, jobs: 4).json() == one)
        #expect(try ScenarioRun.run(try read(seed: 4), jobs: 4).json() != one)
    }

    @Test func resultsAreWhatHappened() throws {
        let results = try ScenarioRun.run(try read(), jobs: 2)
        #expect(results.variants.map(\.name) == (try read()).variants.map(\.name))
        for variant in results.variants {
            let group = variant.groups[0]
            #expect(group.endings.values.reduce(0, +) == group.calls)
            #expect(group.whole.answers == group.calls)
            #expect(group.series.attempts.reduce(0, +) == group.whole.attempts)
            #expect(group.attempts.initial + group.attempts.retry == group.whole.attempts)
            #expect(variant.endpoints.received == group.whole.attempts)
        }
        // Half of the answers of two of three endpoints fail for a quarter of the time.
        let once = try #require(results.variants[1].groups.first)
        let fresh = try #require(once.windows["fault"]?.fresh)
        #expect(abs(fresh - 0.667) < 0.08)
        #expect(once.windows["fault"]?.amplification == 1)
        #expect(once.recovery == 0)
        let thrice = try #require(results.variants[3].groups[0].windows["fault"])
        #expect(try #require(thrice.fresh) > fresh + 0.2)
        #expect(try #require(thrice.amplification) > 1.2)
    }

    @Test func whoNeverRecoversIsToldSo() throws {
        let results = try ScenarioRun.run(
            try read(Self.sound.replacing(#""to": "10s"}],"#, with: #""to": "20s"}],"#)),
            jobs: 2
        )
        #expect(results.variants[0].groups[0].recovery == nil)
        #expect(SimulationTable.text(results).contains("never"))
    }

    @Test func whereNothingGoesWrongThereIsNoRecovery() throws {
        let lines = Self.sound.split(separator: "\n").filter { !$0.contains("\"faults\"") }
        let sound = try ScenarioRun.run(try read(lines.joined(separator: "\n")), jobs: 2)
        let table = SimulationTable.text(sound).split(separator: "\n\n")[1]
        #expect(!table.contains("never") && table.contains("n/a"))
    }
}
