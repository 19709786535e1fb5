import HTTPCore
import ServiceKit
import TestSupport
import Testing

@testable import ClientService

/// What changes a running client: commands to its breakers, its schedule, its slow-call rule.
@Suite("Control of the client", .timeLimit(.minutes(2)))
struct ControlTests {
    private static let call = #"resilience_breaker_state{breaker="backend",scope="call",address="",state="#

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    // MARK: Breaker routes

    @Test("A breaker can be forced open and reset")
    func forceOpen() async throws {
        let harness = try ClientHarness(.breaker)
        #expect(try await harness.admin(.put, "/breaker?command=force_open").status == .ok)
        let refused = await harness.get()
        #expect(refused.status == .serviceUnavailable)
        #expect(text(refused).contains("forced_open"))
        #expect(harness.metric(Self.call + #""forced_open"}"#) == 1)
        #expect(text(try await harness.admin(.put, "/breaker?command=reset")).contains(#""state":"closed""#))
        #expect(await harness.get().status == .ok)
        await harness.stop()
    }

    @Test("Metrics only goes on counting and never opens")
    func metricsOnly() async throws {
        let harness = try ClientHarness(.breaker)
        _ = try await harness.admin(.put, "/breaker?command=metrics_only")
        harness.backends[0].answer([.internalServerError])
        for _ in 0..<20 { #expect(await harness.get().status == .badGateway) }
        #expect(harness.metric(Self.call + #""metrics_only"}"#) == 1)
        #expect(text(try await harness.admin(.get, "/breaker")).contains(#""consecutive_failures":20"#))
        await harness.stop()
    }

    @Test("One endpoint can be taken out by its address")
    func endpoint() async throws {
        let harness = try ClientHarness(.full, backends: 2)
        let address = harness.backends[0].url.dropFirst("http://".count)
        let shown = try await harness.admin(.put, "/breaker?command=force_open&address=\(address)")
        #expect(text(shown).contains(#""address":"\#(address)","state":"forced_open""#))
        for _ in 0..<20 { #expect(await harness.get().status == .ok) }
        #expect(harness.backends.map(\.requests.count) == [0, 20])
        await harness.stop()
    }

    @Test(
        "What is not understood changes nothing and says what is",
        arguments: [
            ("/breaker", HTTPStatus.badRequest), ("/breaker?command=open", .badRequest),
            ("/breaker?command=reset&scope=all", .badRequest), ("/breaker?command=reset&command=disable", .badRequest),
            ("/breaker?command=reset&adress=x", .badRequest),
            ("/breaker?command=reset&address=10.0.0.1:1", .notFound),
            ("/breaker?command=reset&scope=endpoint", .notFound),
        ]
    )
    func refused(target: String, status: HTTPStatus) async throws {
        let harness = try ClientHarness(.breaker)
        #expect(try await harness.admin(.put, target).status == status)
        await harness.stop()
    }

    // MARK: Slow calls

    @Test("Slow calls open the breaker where it is said what is slow", arguments: [ResilienceMode.breaker, .full])
    func slowCalls(mode: ResilienceMode) async throws {
        // Nothing answers within a microsecond.
        let harness = try ClientHarness(
            mode,
            [
                "BREAKER_SLOW_CALL_DURATION": "1us", "BREAKER_MINIMUM_CALLS": "4", "BREAKER_WINDOW": "1m",
                "PROBE_INTERVAL": "1h",
            ]
        )
        harness.backends[0].answer([.ok])
        for number in 0..<4 { #expect(await harness.get("/api/data?\(number)").status == .ok) }
        #expect(await harness.get("/api/data?last").status == .serviceUnavailable)
        let slow = #"resilience_breaker_slow_calls_total{breaker="backend",scope="call",address=""}"#
        #expect(harness.metric(slow) == 4)
        await harness.stop()
    }

    @Test("A probe as slow as the calls were does not wake the breaker, and a quick one does")
    func slowProbes() async throws {
        // Nothing answers within a microsecond; everything within a minute.
        let harness = try ClientHarness(
            .full,
            [
                "BREAKER_SLOW_CALL_DURATION": "1us", "BREAKER_MINIMUM_CALLS": "4", "BREAKER_WINDOW": "1m",
                "BREAKER_RESET_TIMEOUT": "1h",
            ]
        )
        harness.backends[0].answer([.ok])
        for number in 0..<4 { _ = await harness.get("/api/data?\(number)") }
        let probes = #"resilience_endpoint_probes_total{upstream="backend",result="ok"}"#
        let halfOpen =
            #"resilience_breaker_transitions_total{breaker="backend",scope="call",address="",from="open",to="half_open"}"#
        // The first one counts before it wakes the breaker, and a breaker that is awake gets no second one.
        try await harness.wait(for: probes, atLeast: 1)
        while harness.metric(halfOpen) == 0, harness.metric(probes) ?? 0 < 3 { await Task.yield() }
        #expect(harness.metric(halfOpen) == 0)
        #expect(try await harness.admin(.put, "/settings?BREAKER_SLOW_CALL_DURATION=1m").status == .ok)
        try await harness.wait(for: halfOpen, atLeast: 1)
        await harness.stop()
    }

    // MARK: Outliers

    @Test("An endpoint with errors its peers do not have is out of use")
    func outlier() async throws {
        let harness = try ClientHarness(.full, backends: 3)
        harness.backends[2].answer([.internalServerError])
        let ejections = #"resilience_outlier_ejections_total{upstream="backend",reason="comparison"}"#
        // Twenty attempts at each within ten seconds are compared. Until then all attempts of a call may meet the bad one
        // by chance.
        while harness.metric(ejections) == 0 { _ = await harness.get() }
        #expect(harness.metric(#"resilience_endpoints{upstream="backend",state="ejected"}"#) == 1)
        #expect(harness.metric(#"resilience_endpoints{upstream="backend",state="admitted"}"#) == 2)
        let before = harness.backends[2].requests.count
        for _ in 0..<50 { #expect(await harness.get().status == .ok) }
        #expect(harness.backends[2].requests.count == before)
        await harness.stop()
    }

    // MARK: Schedule

    @Test("A schedule's settings are in force at its time")
    func schedule() async throws {
        let harness = try ClientHarness(
            .breaker,
            ["SCHEDULE": "00:00-24:00 BREAKER_FAIL_MAX=2 BREAKER_RESET_TIMEOUT=1h"]
        )
        harness.backends[0].answer([.internalServerError])
        // The schedule is applied by a task of its own.
        while await harness.get().status != .serviceUnavailable {}
        #expect(harness.backends[0].requests.count <= 5)
        await harness.stop()
    }

    @Test(
        "A schedule with a name or value that is not accepted stops the start-up",
        arguments: [
            "22:00-06:00 BREAKER_FAIL_MAX=0", "22:00-06:00 BACKEND_URL=http://x:1", "22:00-06:00 BREAKER_FAILMAX=3",
            "22:00-06:00 ATTEMPT_TIMEOUT=2h", "22:00-06:00", "22-06 BREAKER_FAIL_MAX=3",
            "06:00-06:00 BREAKER_FAIL_MAX=3",
            "22:00-25:00 BREAKER_FAIL_MAX=3", "22:60-23:00 BREAKER_FAIL_MAX=3", "22:00-06:00 BREAKER_FAIL_MAX",
            "22:00-06:00 BREAKER_FAIL_MAX=3;", "24:00-06:00 BREAKER_FAIL_MAX=3",
        ]
    )
    func scheduleRefused(text: String) {
        #expect(throws: ConfigurationError.self) { try ClientHarness(.full, ["SCHEDULE": text]) }
    }

    // MARK: Settings

    @Test("A setting changes while the breaker runs, and what it has counted stays")
    func settings() async throws {
        let harness = try ClientHarness(.breaker, ["BREAKER_RESET_TIMEOUT": "1h"])
        harness.backends[0].answer([.internalServerError])
        for _ in 0..<3 { #expect(await harness.get().status == .badGateway) }
        let answer = try await harness.admin(.put, "/settings?BREAKER_FAIL_MAX=4")
        #expect(text(answer) == #"{"changed":[{"name":"BREAKER_FAIL_MAX","value":"4"}]}"#)
        #expect(await harness.get().status == .badGateway)
        #expect(await harness.get().status == .serviceUnavailable)
        #expect(harness.metric("resilience_reconfigurations_total") == 1)
        #expect(text(try await harness.admin(.delete, "/settings")) == #"{"changed":[]}"#)
        #expect(harness.metric("resilience_reconfigurations_total") == 2)
        await harness.stop()
    }

    @Test(
        "All is set or nothing",
        arguments: [
            "", "?BREAKER_FAIL_MAX=9&BREAKER_WINDOW=x", "?BREAKER_FAIL_MAX=9&BACKEND_URL=http://x:1",
            "?BREAKER_FAILMAX=9",
            "?BREAKER_FAIL_MAX=9&BREAKER_WINDOW=5calls", "?BREAKER_FAIL_MAX=9&BREAKER_FAIL_MAX=8",
        ]
    )
    func settingsRefused(query: String) async throws {
        let harness = try ClientHarness(.full)
        #expect(try await harness.admin(.put, "/settings\(query)").status == .badRequest)
        #expect(text(try await harness.admin(.get, "/settings")) == #"{"changed":[]}"#)
        #expect(harness.metric("resilience_reconfigurations_total") == 0)
        await harness.stop()
    }

    @Test("What is set by hand wins over the schedule")
    func byHand() async throws {
        let harness = try ClientHarness(
            .breaker,
            ["SCHEDULE": "00:00-24:00 BREAKER_FAIL_MAX=2 BREAKER_RESET_TIMEOUT=1h"]
        )
        try await harness.wait(for: "resilience_reconfigurations_total", atLeast: 1)
        let answer = text(try await harness.admin(.put, "/settings?BREAKER_FAIL_MAX=7"))
        #expect(answer.contains(#"{"name":"BREAKER_FAIL_MAX","value":"7"}"#))
        #expect(answer.contains(#"{"name":"BREAKER_RESET_TIMEOUT","value":"1h"}"#))
        harness.backends[0].answer([.internalServerError])
        for _ in 0..<7 { #expect(await harness.get().status == .badGateway) }
        #expect(await harness.get().status == .serviceUnavailable)
        await harness.stop()
    }

    @Test("What would keep the schedule from changing later is refused")
    func againstSchedule() async throws {
        // Fits one of the spans, whichever is in force, and not the other.
        let harness = try ClientHarness(
            .full,
            ["SCHEDULE": "00:00-12:00 RETRY_MAX_DELAY=3ms; 12:00-24:00 RETRY_MAX_DELAY=1s"]
        )
        #expect(try await harness.admin(.put, "/settings?RETRY_BASE_DELAY=500ms").status == .badRequest)
        #expect(try await harness.admin(.put, "/settings?RETRY_BASE_DELAY=2ms").status == .ok)
        await harness.stop()
    }

    @Test("An adaptive limit's bulkhead is not sized by hand")
    func adaptive() async throws {
        let harness = try ClientHarness(.full, ["ADAPTIVE_LIMIT": "true"])
        #expect(try await harness.admin(.put, "/settings?BULKHEAD_MAX_CONCURRENT=7").status == .badRequest)
        await harness.stop()
    }
}
