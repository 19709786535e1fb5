import HTTPCore
import TestSupport
import Testing

@testable import ClientService

@Suite(.timeLimit(.minutes(2))) struct PipelineTests {
    static let call = #"resilience_breaker_state{breaker="backend",scope="call",address="",state="#

    func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func baselineMakesOneAttempt() async throws {
        let harness = try ClientHarness(.baseline)
        harness.backends[0].answer([.internalServerError, .ok])
        let failed = await harness.get()
        #expect(failed.status == .badGateway)
        #expect(failed.fields[.xSource] == "error")
        let answered = await harness.get()
        #expect(answered.status == .ok)
        #expect(text(answered) == #"{"source":"backend","attempts":1,"data":{"n":1}}"#)
        #expect(harness.backends[0].requests.count == 2)
        await harness.stop()
    }

    @Test func retryGetsThroughAndSaysHowOften() async throws {
        let harness = try ClientHarness(.retry)
        harness.backends[0].answer([.internalServerError, .serviceUnavailable, .ok])
        let response = await harness.get()
        #expect(text(response).contains(#""attempts":3"#))
        #expect(harness.metric(#"resilience_retry_attempts_total{retry="backend",kind="initial"}"#) == 1)
        #expect(harness.metric(#"resilience_retry_attempts_total{retry="backend",kind="retry"}"#) == 2)
        #expect(harness.metric(#"resilience_retry_calls_total{retry="backend",outcome="retried"}"#) == 1)
        await harness.stop()
    }

    @Test func retryStopsAfterFourAttempts() async throws {
        let harness = try ClientHarness(.retry)
        harness.backends[0].answer([.internalServerError])
        #expect(await harness.get().status == .badGateway)
        #expect(harness.backends[0].requests.count == 4)
        #expect(harness.metric(#"resilience_retry_calls_total{retry="backend",outcome="exhausted"}"#) == 1)
        await harness.stop()
    }

    @Test func aClientErrorIsNotRepeated() async throws {
        let harness = try ClientHarness(.retry)
        harness.backends[0].answer([.notFound])
        let response = await harness.get()
        #expect(response.status == .notFound)
        #expect(response.fields[.xSource] == "backend")
        #expect(harness.backends[0].requests.count == 1)
        await harness.stop()
    }

    @Test func everyAttemptCarriesTheTraceItsNumberAndItsTime() async throws {
        let harness = try ClientHarness(.retry)
        harness.backends[0].answer([.internalServerError, .ok])
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        _ = await harness.get(traceparent: parent)
        let requests = harness.backends[0].requests
        let traces = requests.compactMap { $0.fields[.traceparent] }
        #expect(traces.count == 2)
        #expect(traces.allSatisfy { $0.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-") })
        #expect(Set(traces + [parent]).count == 3)
        #expect(requests.map { $0.fields[.xRetryAttempt] } == [nil, "1"])
        let remaining = try requests.map { try #require(Int($0.fields[.xRequestDeadlineMs] ?? "")) }
        #expect(remaining.allSatisfy { (1...20_000).contains($0) })
        await harness.stop()
    }

    @Test(arguments: ResilienceMode.allCases)
    func aCallerWithLessTimeIsHeldToIt(mode: ResilienceMode) async throws {
        let harness = try ClientHarness(mode)
        _ = await harness.get(deadlineMs: 1500)
        let sent = try #require(Int(harness.backends[0].requests[0].fields[.xRequestDeadlineMs] ?? ""))
        #expect((1...1500).contains(sent))
        let hung = Signal()
        harness.backends[0].answer { _ in
            await hung.wait()
            return .json(.ok, "{}")
        }
        // Another target than the first, so that there is no stale answer to serve.
        #expect(await harness.get("/api/data?late", deadlineMs: 30).status == .gatewayTimeout)
        hung.set()
        await harness.stop()
    }

    @Test func breakerRefusesFastAfterFiveFailuresAndSaysWhenToComeBack() async throws {
        let harness = try ClientHarness(.breaker, ["BREAKER_RESET_TIMEOUT": "30s"])
        harness.backends[0].answer([.internalServerError])
        for _ in 0..<5 { #expect(await harness.get().status == .badGateway) }
        let refused = await harness.get()
        #expect(refused.status == .serviceUnavailable)
        #expect(refused.fields[.xSource] == "rejected")
        #expect((1...30).contains(try #require(Int(refused.fields[.retryAfter] ?? ""))))
        #expect(harness.backends[0].requests.count == 5)
        #expect(harness.metric(Self.call + #""open"}"#) == 1)
        #expect(harness.metric(Self.call + #""closed"}"#) == 0)
        #expect(harness.metric(#"client_responses_total{source="rejected"}"#) == 1)
        await harness.stop()
    }

    @Test func breakerClosesAgainByItselfOnceTheBackendIsWell() async throws {
        let harness = try ClientHarness(.breaker, ["BREAKER_RESET_TIMEOUT": "1ms"])
        harness.backends[0].answer([.internalServerError])
        for _ in 0..<5 { _ = await harness.get() }
        harness.backends[0].answer([.ok])
        while await harness.get().status != .ok {}
        #expect(harness.metric(Self.call + #""closed"}"#) == 1)
        await harness.stop()
    }

    @Test func fullServesTheLastGoodAnswerAndCallsItStale() async throws {
        let harness = try ClientHarness(.full)
        harness.backends[0].answer([.ok, .internalServerError])
        #expect(await harness.get().fields[.xSource] == "backend")
        let stale = await harness.get()
        #expect(stale.status == .ok)
        #expect(stale.fields[.xSource] == "stale")
        #expect(Int(stale.fields[.age] ?? "") != nil)
        #expect(text(stale).hasPrefix(#"{"source":"stale","attempts":4,"age_seconds":"#))
        #expect(text(stale).hasSuffix(#""data":{"n":1}}"#))
        #expect(harness.metric(#"resilience_fallbacks_total{source="stale"}"#) == 1)
        #expect(harness.metric("resilience_fallback_stale_age_seconds_count") == 1)
        await harness.stop()
    }

    @Test func anAnswerToAnotherQuestionIsNoFallback() async throws {
        let harness = try ClientHarness(.full)
        harness.backends[0].answer([.ok, .internalServerError])
        _ = await harness.get("/api/data?id=1")
        #expect(await harness.get("/api/data?id=2").status == .badGateway)
        await harness.stop()
    }

    @Test func fullTurnsFromAnEndpointThatIsGone() async throws {
        let harness = try ClientHarness(.full, backends: 2, ["PROBE_INTERVAL": "60s", "RETRY_MAX_ATTEMPTS": "20"])
        await harness.backends[0].stop()
        for _ in 0..<40 { #expect(await harness.get().fields[.xSource] == "backend") }
        #expect(harness.metric(#"resilience_endpoints{upstream="backend",state="open"}"#) == 1)
        #expect(harness.metric(#"resilience_endpoints{upstream="backend",state="admitted"}"#) == 1)
        #expect(harness.metric(#"resilience_outlier_ejections_total{upstream="backend",reason="consecutive"}"#) == 1)
        #expect(harness.metric(Self.call + #""closed"}"#) == 1)
        await harness.stop()
    }

    @Test func whenNoEndpointAdmitsTheCallEndsAtOnce() async throws {
        let harness = try ClientHarness(.full, ["PROBE_INTERVAL": "60s", "RETRY_MAX_ATTEMPTS": "20"])
        await harness.backends[0].stop()
        // Twenty attempts are allowed; the fifth failure opens the only endpoint, and nothing waits any longer.
        let first = await harness.get()
        #expect(first.status == .badGateway)
        #expect(harness.metric(#"resilience_retry_calls_total{retry="backend",outcome="no_endpoint"}"#) == 1)
        #expect(harness.metric(#"resilience_retry_attempts_total{retry="backend",kind="retry"}"#) == 4)
        let second = await harness.get()
        #expect(second.status == .serviceUnavailable)
        #expect(second.fields[.xSource] == "rejected")
        #expect(second.fields.contains(.retryAfter))
        await harness.stop()
    }

    @Test func aProbeFindsAnEndpointThatIsWellAgainLongBeforeTheOpenTimeIsOver() async throws {
        let harness = try ClientHarness(.full, ["BREAKER_RESET_TIMEOUT": "1h"])
        let backend = harness.backends[0]
        backend.ready(false)
        backend.answer([.badGateway])
        while harness.metric(#"resilience_endpoints{upstream="backend",state="open"}"#) != 1 { _ = await harness.get() }
        backend.answer([.ok])
        backend.ready(true)
        while await harness.get().fields[.xSource] != "backend" { await Task.yield() }
        #expect(try #require(harness.metric(#"resilience_endpoint_probes_total{upstream="backend",result="ok"}"#)) >= 1)
        await harness.stop()
    }

    @Test func aCallerThatLeavesIsNoFailureAndNoUseOfTheFallback() async throws {
        let harness = try ClientHarness(.full)
        harness.backends[0].answer([.ok])
        _ = await harness.get()
        let entered = Signal()
        harness.backends[0].answer { _ in
            entered.set()
            let never = Signal()
            await withTaskCancellationHandler {
                await never.wait()
            } onCancel: {
                never.set()
            }
            return .text(.ok, "")
        }
        let call = Task { await harness.get() }
        await entered.wait()
        call.cancel()
        _ = await call.value
        #expect(harness.metric(#"client_responses_total{source="stale"}"#) == 0)
        #expect(harness.metric(#"client_responses_total{source="error"}"#) == 0)
        #expect(harness.metric(#"resilience_fallbacks_total{source="stale"}"#) == 0)
        let calls = #"resilience_breaker_calls_total{breaker="backend",scope="call",address="",result="#
        #expect(harness.metric(calls + #""cancelled"}"#) == 1)
        await harness.stop()
    }

    @Test func anAttemptAsLongAsTheCallStillCountsAgainstItsEndpoint() async throws {
        let harness = try ClientHarness(
            .full,
            ["ATTEMPT_TIMEOUT": "20ms", "REQUEST_TIMEOUT": "20ms", "PROBE_INTERVAL": "60s", "ENDPOINT_FAIL_MAX": "2"]
        )
        harness.backends[0].answer { _ in
            let never = Signal()
            await withTaskCancellationHandler {
                await never.wait()
            } onCancel: {
                never.set()
            }
            return .text(.ok, "")
        }
        // Two are enough, unless the machine is so slow that a request's time is over before its attempt begins.
        let open = #"resilience_endpoints{upstream="backend",state="open"}"#
        for _ in 0..<50 where harness.metric(open) == 0 { #expect(await harness.get().status == .gatewayTimeout) }
        #expect(harness.metric(open) == 1)
        await harness.stop()
    }

    @Test func randomErrorsOpenNoBreakerOfFull() async throws {
        let harness = try ClientHarness(.full, backends: 2, ["RETRY_BUDGET": "10"])
        var generator = SeededGenerator(seed: 11)
        let codes = (0..<3000).map { _ -> HTTPStatus in
            Double.random(in: 0..<1, using: &generator) < 0.6 ? .internalServerError : .ok
        }
        for backend in harness.backends { backend.answer(codes) }
        _ = await harness.get()
        var fresh = 0
        for _ in 0..<300 { if await harness.get().fields[.xSource] == "backend" { fresh += 1 } }
        #expect(harness.metric(Self.call + #""closed"}"#) == 1)
        #expect(harness.metric(#"resilience_endpoints{upstream="backend",state="open"}"#) == 0)
        // 1 − 0.6⁴ = 0.870; four standard deviations of 300 draws are 0.078.
        #expect((0.79...0.95).contains(Double(fresh) / 300))
        await harness.stop()
    }

    @Test func everySeriesIsThereBeforeTheFirstRequest() async throws {
        let harness = try ClientHarness(.full, backends: 2)
        let before = harness.series.map { $0.split(separator: " ")[0] }
        for name in [
            "http_client_requests_total", "client_responses_total", "resilience_breaker_transitions_total",
            "resilience_retry_calls_total", "resilience_timeouts_total", "resilience_fallbacks_total",
        ] {
            #expect(before.contains { $0.hasPrefix(name) }, "\(name) has no series")
        }
        harness.backends[0].answer([.ok, .internalServerError])
        harness.backends[1].answer([.ok, .internalServerError])
        for _ in 0..<10 { _ = await harness.get() }
        let after = harness.series.map { $0.split(separator: " ")[0] }
        #expect(Set(after).subtracting(before) == [])
        await harness.stop()
    }

    @Test(arguments: [ResilienceMode.breaker, .full])
    func aCallerWithoutTimeOpensTheBreakerForNobody(mode: ResilienceMode) async throws {
        let harness = try ClientHarness(mode, ["BREAKER_MINIMUM_CALLS": "1"])
        let hung = Signal()
        harness.backends[0].answer { _ in
            await hung.wait()
            return .json(.ok, "{}")
        }
        for number in 0..<10 {
            #expect(await harness.get("/api/data?\(number)", deadlineMs: 5).status == .gatewayTimeout)
        }
        #expect(harness.metric(Self.call + #""closed"}"#) == 1)
        let ignored = #"resilience_breaker_calls_total{breaker="backend",scope="call",address="",result="ignored"}"#
        #expect(harness.metric(ignored) == 10)
        hung.set()
        await harness.stop()
    }
}
