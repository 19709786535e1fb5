import Resilience
import ServiceKit
import Testing

@testable import ClientService

@Suite("Thresholds and windows as settings")
struct ThresholdSettingTests {
    private func configuration(_ name: String, _ value: String) throws -> ClientConfiguration {
        try ClientConfiguration(
            Configuration(
                settings: ClientSettings.all,
                prefixes: ClientSettings.prefixes,
                arguments: [],
                environment: [name: value]
            )
        )
    }

    @Test("A threshold is off, a duration, or a quantile with or without a factor")
    func thresholds() throws {
        let cases: [(String, LatencyThreshold?)] = [
            ("off", nil), ("250ms", .fixed(.milliseconds(250))), ("p95", .quantile(0.95, times: 1)),
            ("p99x3", .quantile(0.99, times: 3)), ("p99.9x1.5", .quantile(99.9 / 100, times: 1.5)),
        ]
        for (text, expected) in cases { #expect(try configuration("HEDGE_AFTER", text).rules.hedgeAfter == expected) }
    }

    @Test(
        "Anything else is refused",
        arguments: ["", "0", "0s", "p", "p0", "p100", "p95x", "p95x0", "px3", "95", "p-1", "on"]
    )
    func refusedThresholds(text: String) {
        for name in ["HEDGE_AFTER", "BREAKER_SLOW_CALL_DURATION"] {
            #expect { try configuration(name, text) } throws: { ($0 as? ConfigurationError)?.variable == name }
        }
    }

    @Test("A window is a time or a number of calls")
    func windows() throws {
        #expect(try configuration("BREAKER_WINDOW", "30s").callBreaker.window == .time(.seconds(30)))
        #expect(try configuration("BREAKER_WINDOW", "100calls").callBreaker.window == .calls(100))
    }

    @Test(
        "Anything else is no window",
        arguments: ["0calls", "calls", "100001calls", "100", "9ms", "2h", "1.5calls", "10 calls"]
    )
    func refusedWindows(text: String) {
        #expect(throws: ConfigurationError.self) { try configuration("BREAKER_WINDOW", text) }
    }

    @Test(
        "Settings must fit together",
        arguments: [("BREAKER_WINDOW", "19calls"), ("CACHE_FRESH_FOR", "11m"), ("ATTEMPT_TIMEOUT", "31s")]
    )
    func contradictions(name: String, value: String) {
        #expect(throws: ConfigurationError.self) { try configuration(name, value) }
    }

    @Test("Without a slow-call duration no slow-call rule is in force")
    func slowRule() throws {
        #expect(
            try configuration("BREAKER_SLOW_CALL_RATIO", "0.1").callBreaker.tripRule
                == .all([.consecutiveFailures(5), .failureRatio(0.8)])
        )
        #expect(
            try configuration("BREAKER_SLOW_CALL_DURATION", "p99x3").callBreaker.tripRule
                == .any([.all([.consecutiveFailures(5), .failureRatio(0.8)]), .slowCallRatio(0.5)])
        )
    }
}
