import HTTPCore
import ServiceKit
import TestSupport
import Testing

@testable import BackendService

@Suite struct FaultPlanTests {
    func plan(_ seed: UInt64 = 1, _ change: (inout FaultSettings) -> Void) -> FaultPlan<SeededGenerator> {
        var settings = FaultSettings()
        change(&settings)
        return FaultPlan(settings: settings, generator: SeededGenerator(seed: seed))
    }

    @Test func withoutFaultsNothingHappens() {
        var plan = plan { _ in }
        for _ in 0..<1000 { #expect(plan.next(isAPI: true, elapsed: .zero) == FaultDecision()) }
    }

    @Test func theSameSeedGivesTheSameSequence() {
        func sequence(_ seed: UInt64) -> [FaultDecision] {
            var plan = plan(seed) {
                $0.failureRate = 0.6
                $0.hangRate = 0.1
                $0.latency = LatencyDistribution("10ms..20ms")
            }
            return (0..<500).map { _ in plan.next(isAPI: true, elapsed: .zero) }
        }
        #expect(sequence(3) == sequence(3))
        #expect(sequence(3) != sequence(4))
    }

    @Test func aRateIsMet() {
        var plan = plan { $0.failureRate = 0.6 }
        let failures = (0..<10_000).count { _ in
            plan.next(isAPI: true, elapsed: .zero).ending == .error(.internalServerError)
        }
        // Four standard deviations of a binomial draw.
        #expect(abs(failures - 6000) < 200)
    }

    @Test func errorsStrikeTheAPIAloneAndTheRestStrikesAll() {
        var errors = plan { $0.failureRate = 1 }
        #expect(errors.next(isAPI: false, elapsed: .zero).ending == .none)
        for (key, ending) in [
            ("hang_rate", FaultDecision.Ending.hang), ("reset_rate", .reset), ("truncate_rate", .truncate),
        ] {
            var settings = FaultSettings()
            #expect(throws: Never.self) { try settings.set(key, "1") }
            var plan = FaultPlan(settings: settings, generator: SeededGenerator(seed: 1))
            #expect(plan.next(isAPI: false, elapsed: .zero).ending == ending)
        }
    }

    @Test func aRequestsOwnFaultReplacesTheOthersOnce() {
        var plan = plan { $0.hangRate = 1 }
        var own = FaultSettings()
        own.failureRate = 1
        own.failureStatus = .serviceUnavailable
        #expect(plan.next(isAPI: true, elapsed: .zero, override: own).ending == .error(.serviceUnavailable))
        #expect(plan.next(isAPI: true, elapsed: .zero).ending == .hang)
    }

    @Test func aCapacityGivesEachRequestItsTurnAndRefusesTheRest() {
        var plan = plan { $0.capacity = 20 }
        let turns = (0..<3).map { _ in plan.next(isAPI: true, elapsed: .zero) }
        #expect(turns.map(\.work) == [.milliseconds(50), .milliseconds(100), .milliseconds(150)])
        #expect(turns.allSatisfy { $0.ending == .none })
        let refused = plan.next(isAPI: true, elapsed: .zero)
        #expect(refused == FaultDecision(ending: .overload(retryAfter: .milliseconds(50))))
        // A probe is no work, and when the queue is shorter there is room again.
        #expect(plan.next(isAPI: false, elapsed: .zero) == FaultDecision())
        #expect(plan.next(isAPI: true, elapsed: .milliseconds(50)).work == .milliseconds(150))
        plan.settings.capacity = nil
        #expect(plan.next(isAPI: true, elapsed: .milliseconds(50)) == FaultDecision())
    }

    @Test func aCapacityIsTheServicesWhateverTheRequestAsksFor() {
        var plan = plan { $0.capacity = 20 }
        var own = FaultSettings()
        own.failureRate = 1
        let decision = plan.next(isAPI: true, elapsed: .zero, override: own)
        #expect(decision.work == .milliseconds(50))
        #expect(decision.ending == .error(.internalServerError))
    }

    @Test func aCapacityLeavesTheSequenceOfFaultsAsItIs() {
        func endings(_ capacity: Double?) -> [FaultDecision.Ending] {
            var plan = plan {
                $0.failureRate = 0.5
                $0.capacity = capacity
            }
            return (0..<200).map { plan.next(isAPI: true, elapsed: .milliseconds($0 * 20)).ending }
        }
        let limited = endings(30)
        #expect(zip(limited, endings(nil)).allSatisfy { $0 == $1 || $0.isOverload })
        #expect(limited.contains { $0.isOverload })
    }

    @Test(arguments: [(0, false), (9.9, false), (10, true), (14.9, true), (15, false), (25, true), (160, true)])
    func aFlapFollowsTheTime(_ seconds: Double, _ isFailing: Bool) throws {
        let flap = try #require(Flap("10s/5s"))
        #expect(flap.isFailing(after: .seconds(seconds)) == isFailing)
    }

    @Test(arguments: ["", "10s", "10s/", "/5s", "0s/5s", "10s/0s", "10s/5s/1s", "10/5"])
    func whatIsNoFlapIsRefused(_ text: String) { #expect(Flap(text) == nil) }

    @Test(arguments: ["200ms", "50ms..300ms", "lognormal(80ms,0.5)"])
    func aLatencyIsWrittenAsItIsRead(_ text: String) throws {
        #expect(try #require(LatencyDistribution(text)).text == text)
    }

    @Test(arguments: [
        "", "x", "300ms..50ms", "50ms..", "lognormal(80ms)", "lognormal(0ms,1)", "lognormal(1s,9)", "-5ms", "11m",
    ])
    func whatIsNoLatencyIsRefused(_ text: String) { #expect(LatencyDistribution(text) == nil) }

    @Test func drawsStayWithinTheirDistribution() throws {
        var generator = SeededGenerator(seed: 5)
        let uniform = try #require(LatencyDistribution("50ms..300ms"))
        let logNormal = try #require(LatencyDistribution("lognormal(80ms,0.5)"))
        var below = 0
        for _ in 0..<10_000 {
            #expect((Duration.milliseconds(50) ... .milliseconds(300)).contains(uniform.sample(using: &generator)))
            if logNormal.sample(using: &generator) < .milliseconds(80) { below += 1 }
        }
        #expect(abs(below - 5000) < 200)
    }

    @Test func theWidestTailStaysWithinTheLongestLatency() throws {
        #expect(LatencyDistribution("lognormal(2499999h,5)") == nil)
        let distribution = try #require(LatencyDistribution("lognormal(10m,5)"))
        var generator = SeededGenerator(seed: 6_176_486)
        for _ in 0..<100_000 { #expect(distribution.sample(using: &generator) <= LatencyDistribution.longest) }
    }

    @Test func aBadFaultNamesWhatIsAccepted() {
        var settings = FaultSettings()
        #expect {
            try settings.set("failure_rate", "7")
        } throws: {
            "\($0)" == "failure_rate: \"7\" is not accepted; expected a number from 0 to 1"
        }
        #expect {
            try settings.set("failure", "1")
        } throws: {
            "\($0)".contains("failure_rate, failure_status, capacity, latency")
        }
        #expect(settings == FaultSettings())
    }
}

extension FaultDecision.Ending {
    fileprivate var isOverload: Bool { if case .overload = self { true } else { false } }
}
