import Posix
import StructuredLogging
import TestSupport
import Testing

@testable import ServiceKit

@Suite struct ConfigurationTests {
    enum Mode: String, Sendable, CaseIterable { case slow, fast }

    static let rate = Setting.ratio("X_RATE", default: "0.5", "a rate")
    static let wait = Setting.duration("X_WAIT", default: "5s", range: .milliseconds(1) ... .seconds(60), "a wait")
    static let mode = Setting<Mode>.choice("X_MODE", default: .slow, "a mode")
    static let token = Setting.text("X_TOKEN", accepted: "a text", isSecret: true, "a secret")
    static let settings = [rate.description, wait.description, mode.description, token.description]

    func read(_ arguments: [String] = [], _ environment: [String: String] = [:]) throws -> Configuration {
        try Configuration(
            settings: Self.settings,
            prefixes: ["X_"],
            arguments: arguments,
            environment: environment
        )
    }

    @Test func defaultsStandWhereNothingIsGiven() throws {
        let configuration = try read()
        #expect(try configuration.value(Self.rate) == 0.5)
        #expect(try configuration.value(Self.wait) == .seconds(5))
        #expect(try configuration.value(Self.mode) == .slow)
        #expect(try configuration.value(Self.token) == nil)
        #expect(!configuration.isGiven(Self.rate))
    }

    @Test func aFlagWinsOverAVariable() throws {
        let configuration = try read(["--x-rate", "0.25", "--x-mode=fast"], ["X_RATE": "0.75", "X_WAIT": "250ms"])
        #expect(try configuration.value(Self.rate) == 0.25)
        #expect(try configuration.value(Self.wait) == .milliseconds(250))
        #expect(try configuration.value(Self.mode) == .fast)
        #expect(configuration.isGiven(Self.rate))
    }

    @Test func aBadValueNamesVariableValueAndWhatIsAccepted() throws {
        let configuration = try read([], ["X_WAIT": "90s"])
        #expect {
            _ = try configuration.value(Self.wait)
        } throws: { error in
            "\(error)"
                == "X_WAIT: \"90s\" is not accepted; expected a duration from 1ms to 1m, such as 250ms, 5s or 1m"
        }
    }

    @Test func anUnknownVariableWithAPrefixOfOursIsRefused() {
        #expect {
            _ = try read([], ["X_RAT": "1"])
        } throws: { error in
            "\(error)".hasPrefix("X_RAT is not a setting of this program; expected one of X_MODE, X_RATE")
        }
        #expect(throws: Never.self) { _ = try read([], ["OTHER": "1"]) }
    }

    @Test(arguments: [
        ("FAILRE_RATE", true), ("FAILURES_RATE", true), ("FAILURE_RITE", true), ("FAILURE_RATE", false),
        ("RATE", false), ("FAILURE_ROUTE", false), ("", false),
    ])
    func oneLetterAwayIsAMisspelling(_ name: String, _ expected: Bool) {
        #expect(Misspelling.isLikely(name, for: "FAILURE_RATE") == expected)
    }

    @Test func shortNamesAreNoMisspelling() { #expect(!Misspelling.isLikely("PORTS", for: "PORT")) }

    @Test func theValueOfAnUnknownNameIsNotShown() {
        for read in [{ try read([], ["X_TOKN": "hunter2"]) }, { try read(["--x-tokn=hunter2"]) }] {
            #expect {
                _ = try read()
            } throws: {
                !"\($0)".contains("hunter2") && ($0 as? ConfigurationError)?.value == nil
            }
        }
    }

    @Test(arguments: ["X_SERVICE_HOST", "X_SERVICE_PORT", "X_SERVICE_PORT_HTTP", "X_PORT", "X_PORT_6379_TCP_ADDR"])
    func whatKubernetesSetsForAServiceIsNoMistake(_ name: String) {
        #expect(throws: Never.self) { _ = try read([], [name: "1"]) }
    }

    @Test(arguments: ["+5", "-5", "5.0", "5 ", "", "0x5", "99999999999999999999"])
    func wholeNumbersAreDigitsAlone(_ text: String) {
        let setting = Setting<Int>.integer("X_N", default: "1", range: 0...100, "")
        #expect(throws: ConfigurationError.self) { _ = try setting.read("X_N", text) }
    }

    @Test(arguments: [["--y"], ["x"], ["--x-rate"], ["-x-rate", "1"]])
    func anUnknownFlagOrOneWithoutAValueIsRefused(_ arguments: [String]) {
        #expect(throws: ConfigurationError.self) { _ = try read(arguments) }
    }

    @Test func aSecretIsNotShown() throws {
        let secret = Setting<Int>("X_KEY", default: "1", accepted: "a number", summary: "", isSecret: true) { Int($0) }
        #expect {
            _ = try secret.read("X_KEY", "hunter2")
        } throws: {
            !"\($0)".contains("hunter2")
        }
    }

    @Test(arguments: [
        "http://user:hunter2@host/", "http://:hunter2@host:80,http://other", "user:hunter2@host",
        "http:/u:hunt/hunter2@h", "http://user:hunter2%40host:80", "http://host:x/#token=hunter2",
        "name=http://host/path?token=hunter2", "http://host?hunter2#?hunter2",
    ])
    func whatMayBeAPasswordOrATokenInAURLIsNotShown(_ text: String) {
        let urls = Setting<Int>("X_URL", default: "", accepted: "a number", summary: "") { Int($0) }
        #expect {
            _ = try urls.read("X_URL", text)
        } throws: {
            !"\($0)".contains("hunter2") && ($0 as? ConfigurationError)?.value?.contains("hunter2") != true
        }
        #expect(ConfigurationError(variable: "X", value: "http://h/p?q", accepted: "").value == "http://h/p?…")
        #expect(ConfigurationError(variable: "X", value: "5 s", accepted: "").value == "5 s")
    }

    @Test func helpShowsEverySettingWithFlagDefaultAndRange() {
        let definition = ServiceDefinition(
            name: "p",
            summary: "s",
            settings: [],
            prefixes: [],
            commands: [AdminCommand("shout", form: "LOUDLY") { _ in nil }]
        ) { _ in ServiceParts() }
        let help = HelpText.render(definition, settings: Self.settings)
        for text in [
            "p shout LOUDLY", "X_RATE", "--x-rate", "default 0.5", "a number from 0 to 1", "one of slow, fast",
            "default none",
        ] {
            #expect(help.contains(text))
        }
    }

    @Test func everyCommonDefaultIsAccepted() throws {
        let all = CommonSettings.application + CommonSettings.administration + CommonSettings.process
        let configuration = try Configuration(settings: all, prefixes: [], arguments: [], environment: [:])
        #expect(try configuration.value(CommonSettings.port) == 8080)
        #expect(try configuration.value(CommonSettings.adminPort) == 8081)
        #expect(try configuration.value(CommonSettings.adminHost).isLoopback)
        #expect(try configuration.value(CommonSettings.eventLoops) == nil)
        #expect(try configuration.value(CommonSettings.drainDelay) == .seconds(3))
        #expect(try configuration.value(CommonSettings.logLevel) == .info)
    }
}

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("0", Duration.zero), ("0ms", .zero), ("250ms", .milliseconds(250)), ("1.5s", .milliseconds(1500)),
        ("5s", .seconds(5)), ("1m", .seconds(60)), ("2h", .seconds(7200)), ("10us", .microseconds(10)),
    ])
    func reads(_ text: String, _ expected: Duration) { #expect(DurationText.parse(text) == expected) }

    @Test(arguments: [
        "", "5", "s", "-1s", "+1s", "1 s", "1s ", "1e3s", "nans", "infs", "1.s", ".5s", "1..2s", "1d",
        "99999999999999999h",
    ])
    func refuses(_ text: String) { #expect(DurationText.parse(text) == nil) }

    @Test func writesWhatItReads() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<1000 {
            let duration = Duration.nanoseconds(Int64.random(in: 0...1_000_000_000_000, using: &generator))
            #expect(DurationText.parse(DurationText.format(duration)) == duration)
        }
        #expect(DurationText.format(.milliseconds(1500)) == "1500ms")
        #expect(DurationText.format(.seconds(120)) == "2m")
    }
}
