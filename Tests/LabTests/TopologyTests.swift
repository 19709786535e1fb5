import Foundation
import Testing

@testable import Lab

@Suite struct TopologyTests {
    private let topology = Topology(basePort: 18_000)

    @Test func everyModeHasAClientAndTwoBackendsOfItsOwn() {
        #expect(topology.instances.count == 13)
        for mode in Mode.allCases {
            #expect(topology.instances(.client, mode: mode).count == 1)
            #expect(topology.instances(.backend, mode: mode).map(\.ordinal) == [1, 2])
        }
    }

    @Test func portsAndNamesAreUniqueAndInRange() {
        #expect(Set(topology.ports).count == 32)
        #expect(topology.ports.allSatisfy { (18_000..<18_036).contains($0) })
        #expect(Set(topology.instances.map(\.name)).count == 13)
    }

    @Test func theSpareClientIsReachedByItsNameAlone() throws {
        #expect(try topology.targets("client-full-2") == [topology.spare])
        #expect(try !topology.targets("clients").contains(topology.spare))
        #expect(!topology.instances.contains(topology.spare))
    }

    @Test func targetsAreNamesOrGroups() throws {
        #expect(try topology.targets("backends").count == 8)
        #expect(try topology.targets("backends/full").map(\.name) == ["backend-full-1", "backend-full-2"])
        #expect(
            try topology.targets("backends/1").map(\.name)
                == Mode.allCases.map { "backend-\($0.rawValue)-1" }
        )
        #expect(try topology.targets("clients").count == 4)
        #expect(try topology.targets("load-generator").count == 1)
    }

    @Test(arguments: [
        "", "backend", "backends/", "backends/half", "backends/full/1", "backends/3", "backends/0", "prometheus",
    ])
    func anUnknownTargetIsAnError(target: String) {
        #expect(throws: LabError.self) { try topology.targets(target) }
    }

    @Test func backendsOfAllModesShareTheirSeeds() {
        for ordinal in 1...2 {
            let seeds = topology.instances(.backend).filter { $0.ordinal == ordinal }.map {
                topology.environment(of: $0, profile: .quick, rate: 50, seed: 20)["FAULT_SEED"]
            }
            #expect(Set(seeds) == ["\(20 + ordinal)"])
        }
    }

    @Test func aClientKnowsItsOwnBackendsAndItsProfile() {
        let client = topology.instances(.client, mode: .retry)[0]
        let quick = topology.environment(of: client, profile: .quick, rate: 50, seed: 20)
        let urls = topology.instances(.backend, mode: .retry).map { "http://127.0.0.1:\($0.port)" }
        #expect(quick["BACKEND_URL"] == urls.joined(separator: ","))
        #expect(quick["RESILIENCE_MODE"] == "retry")
        #expect(quick["ATTEMPT_TIMEOUT"] == "500ms")
        #expect(topology.environment(of: client, profile: .seed, rate: 50, seed: 20)["ATTEMPT_TIMEOUT"] == nil)
    }

    @Test func aSettingReplacesTheLabsForItsModeOrForAll() throws {
        let settings = try ["full:RETRY_MAX_ATTEMPTS=2", "REQUEST_TIMEOUT=9s", "full:REQUEST_TIMEOUT=8s"].map {
            try #require(SettingOverride($0))
        }
        func environment(_ mode: Mode) -> [String: String] {
            let client = topology.instances(.client, mode: mode)[0]
            return topology.environment(of: client, profile: .quick, rate: 50, seed: 20, settings: settings)
        }
        #expect(environment(.full)["RETRY_MAX_ATTEMPTS"] == "2")
        #expect(environment(.full)["REQUEST_TIMEOUT"] == "8s")
        #expect(environment(.retry)["RETRY_MAX_ATTEMPTS"] == nil)
        #expect(environment(.retry)["REQUEST_TIMEOUT"] == "9s")
        let backend = topology.instances(.backend)[0]
        #expect(
            topology.environment(of: backend, profile: .quick, rate: 50, seed: 20, settings: settings)[
                "REQUEST_TIMEOUT"
            ]
                == nil
        )
    }

    @Test(arguments: ["full:A=1", "A=", "retry:A_B2==x=y", "A= "]) func aSettingIsReadAsItIsWritten(text: String) {
        #expect(SettingOverride(text)?.description == text)
    }

    @Test(arguments: [
        "", "A", "=1", "half:A=1", ":A=1", "full:full:A=1", "a=1", "A-B=1", "1A=1", "PORT=1", "full:BACKEND_URL=x",
        "RESILIENCE_MODE=full",
    ])
    func whatIsNoSettingIsNone(text: String) {
        #expect(SettingOverride(text) == nil)
    }

    @Test(arguments: [(Profile.quick, "200ms", "500ms"), (.seed, "2000ms", "5000ms")])
    func fullKnowsWhatIsSlowAndTheOthersHaveOneTimeout(profile: Profile, slow: String, timeout: String) {
        for mode in Mode.allCases {
            let client = topology.instances(.client, mode: mode)[0]
            let settings = topology.environment(of: client, profile: profile, rate: 50, seed: 20)
            #expect(settings["BREAKER_SLOW_CALL_DURATION"] == (mode == .full ? slow : nil))
            #expect(settings["CONNECT_TIMEOUT"] == (mode == .full ? nil : timeout))
        }
    }

    @Test func theLoadReachesEveryMode() {
        let values = topology.environment(of: topology.loadGenerator, profile: .quick, rate: 70, seed: 20)
        let names = values["TARGETS"]?.split(separator: ",").map { String($0.prefix { $0 != "=" }) }
        #expect(names == ["baseline", "retry", "breaker", "full"])
        #expect(values["RATE"] == "70")
    }

    @Test func prometheusScrapesEveryAdministrationPort() {
        let text = topology.prometheusConfiguration(alerting: true)
        for instance in topology.instances {
            #expect(text.contains("\"127.0.0.1:\(instance.adminPort)\""))
            #expect(text.contains("instance: \(instance.name)\n"))
        }
        #expect(text.components(separatedBy: "mode: full").count == 4)
    }

    @Test func prometheusSendsAlertsWhereThereIsAnAlertmanager() {
        let target = "\"127.0.0.1:\(topology.alertmanagerPort)\""
        #expect(topology.prometheusConfiguration(alerting: true).contains("alerting:"))
        #expect(topology.prometheusConfiguration(alerting: true).contains(target))
        #expect(!topology.prometheusConfiguration(alerting: false).contains("alerting:"))
        #expect(topology.alertmanagerArguments(folder: "/run").contains("--web.listen-address=127.0.0.1:18001"))
    }

    @Test(arguments: [(1, "1.3"), (50, "65.0"), (100, "130.0"), (7, "9.1"), (1_000, "1300.0")])
    func twoBackendsCanDoMoreThanUsualAndLessThanThePeak(rate: Int, capacity: String) throws {
        #expect(LoadPeak.backendCapacity(rate: rate) == capacity)
        let perBackend = try #require(Double(capacity))
        let share = 2 * perBackend / Double(rate)
        // Four attempts at 60 % errors are 2.18 times the calls.
        #expect(share > 2.5 && share < Double(LoadPeak.factor))
    }

    @Test func windowsScaleWithTheProfile() {
        let quick = FaultWindow(profile: .quick, experiment: "hang")
        let seed = FaultWindow(profile: .seed, experiment: "hang")
        #expect(quick.fault == quick.lead + quick.judged)
        #expect(seed.recovery > 30 && quick.recovery > 3)
        #expect(FaultWindow(profile: .quick, experiment: "hang", judged: 33).judged == 33)
        #expect(FaultWindow(profile: .quick, experiment: "transient-errors").judged > quick.judged)
        for profile in Profile.allCases {
            let partition = FaultWindow(profile: profile, experiment: "network-partition")
            #expect(partition.lead * 1_000 > 5 * profile.attemptTimeoutMilliseconds)
        }
    }

    @Test func aFaultThatStrikesAgainLeavesTimeToComeBack() {
        for profile in Profile.allCases {
            let crashes = FaultWindow(profile: profile, experiment: "crash-loop")
            #expect(crashes.strikes == 4 && crashes.lead == 0)
            #expect(crashes.fault == 4 * crashes.step)
            // The delay before the fourth start in a row, and a second to be scraped.
            #expect(crashes.step > 4 + 1)
            let replaced = FaultWindow(profile: profile, experiment: "rolling-restart")
            #expect(replaced.fault == 5 * (replaced.step + 2))
            #expect(replaced.recovery > replaced.actions)
        }
        let short = FaultWindow(profile: .quick, experiment: "crash-loop", judged: 10)
        #expect(short == FaultWindow(profile: .quick, experiment: "crash-loop"))
        #expect(FaultWindow(profile: .quick, experiment: "crash-loop", judged: 80).fault == 80)
        let hang = FaultWindow(profile: .quick, experiment: "hang")
        #expect(hang.strikes == 1 && hang.step == hang.fault)
    }

    @Test(arguments: Profile.allCases)
    func slowAnswersAreSlowAndMeetNoTimeout(profile: Profile) throws {
        let setting = try #require(profile.clientSettings(.full)["BREAKER_SLOW_CALL_DURATION"])
        let slow = setting.hasSuffix("ms") ? Int(setting.dropLast(2)) : Int(setting.dropLast()).map { $0 * 1_000 }
        #expect(try #require(slow) * 3 <= profile.slowLatencyMilliseconds * 2)
        #expect(profile.slowLatencyMilliseconds * 5 <= profile.attemptTimeoutMilliseconds * 4)
        #expect(profile.clientSettings(.breaker)["BREAKER_SLOW_CALL_DURATION"] == nil)
    }
}
