import HTTPCore
import TestSupport
import Testing

@testable import ServiceKit

@Suite(.timeLimit(.minutes(1))) struct AdmissionTests {
    private static let depth = #"resilience_bulkhead_queue_depth{bulkhead="server"}"#
    private static let inFlight = #"resilience_bulkhead_in_flight{bulkhead="server"}"#

    private func isProblem(_ response: HTTPResponse) -> Bool {
        response.fields[.contentType] == "application/problem+json"
            && JSONValidator.isValid(response.body)
    }

    @Test func withoutLimitsNothingIsRefusedAndEveryReasonIsZero() async throws {
        let harness = try AdmissionHarness()
        for _ in 0..<20 { #expect(try await harness.get().status == .ok) }
        #expect(harness.metric(Self.inFlight) == nil)
        for reason in ["overload", "rate_limited", "deadline", "draining"] { #expect(harness.rejected(reason) == 0) }
        await harness.stop()
    }

    @Test func twoRunOneWaitsTheFourthIsRefusedAndProbesPass() async throws {
        let gate = Signal()
        let harness = try AdmissionHarness(["MAX_IN_FLIGHT": "2", "MAX_QUEUE": "1"], gate: gate)
        async let first = harness.get()
        async let second = harness.get()
        await harness.waitUntil(Self.inFlight, is: 2)
        async let third = harness.get()
        await harness.waitUntil(Self.depth, is: 1)

        for path in ["/work", "/nowhere"] {
            let refused = try await harness.get(path)
            #expect(refused.status == .serviceUnavailable)
            #expect(refused.fields[.retryAfter] == "1")
            #expect(isProblem(refused))
        }
        #expect(try await harness.get("/healthz").status == .ok)
        #expect(harness.handledCount == 2)

        gate.set()
        for response in try await [first, second, third] { #expect(response.status == .ok) }
        #expect(harness.rejected("overload") == 2)
        #expect(harness.metric(#"resilience_bulkhead_rejected_total{bulkhead="server",reason="queue_full"}"#) == 2)
        #expect(harness.metric(#"resilience_bulkhead_wait_seconds_count{bulkhead="server"}"#) == 1)
        #expect(harness.metric(#"http_server_requests_total{method="GET",route="/work",code="200"}"#) == 3)
        #expect(harness.metric(#"http_server_requests_total{method="GET",route="/work",code="503"}"#) == 1)
        #expect(harness.metric(Self.inFlight) == 0)
        #expect(harness.logLines.filter { $0.contains(#""error_type":"overload""#) }.count == 2)
        await harness.stop()
    }

    @Test func aRequestWhoseDeadlineComesInTheQueueIsRefusedAndItsPlaceGoesToNobody() async throws {
        let gate = Signal()
        let harness = try AdmissionHarness(["MAX_IN_FLIGHT": "1", "MAX_QUEUE": "5"], gate: gate)
        async let first = harness.get()
        await harness.waitUntil(Self.inFlight, is: 1)
        async let patient = harness.get(deadline: "49000")
        await harness.waitUntil(Self.depth, is: 1)
        let late = try await harness.get(deadline: "20")
        #expect(late.status == .gatewayTimeout)
        #expect(isProblem(late))
        #expect(harness.metric(Self.depth) == 1)
        #expect(harness.rejected("deadline") == 1)
        gate.set()
        for response in try await [first, patient] { #expect(response.status == .ok) }
        #expect(harness.handledCount == 2)
        #expect(harness.rejected("overload") == 0)
        await harness.stop()
    }

    @Test func aCallerWhoLeavesTheQueueTakesNoPlaceWithIt() async throws {
        let gate = Signal()
        let harness = try AdmissionHarness(["MAX_IN_FLIGHT": "1", "MAX_QUEUE": "1"], gate: gate)
        async let first = harness.get()
        await harness.waitUntil(Self.inFlight, is: 1)
        let leaving = Task { try await harness.get() }
        await harness.waitUntil(Self.depth, is: 1)
        leaving.cancel()
        await harness.waitUntil(Self.depth, is: 0)
        gate.set()
        #expect(try await first.status == .ok)
        #expect(try await harness.get().status == .ok)
        #expect(harness.handledCount == 2)
        #expect(harness.rejected("overload") == 0)
        _ = await leaving.result
        await harness.stop()
    }

    @Test func workWhoseTimeIsOverOnArrivalIsNotBegun() async throws {
        let harness = try AdmissionHarness()
        let response = try await harness.get(deadline: "0")
        #expect(response.status == .gatewayTimeout)
        #expect(response.fields[.retryAfter] == nil)
        #expect(harness.handledCount == 0)
        #expect(harness.rejected("deadline") == 1)
        #expect(harness.logLines.contains { $0.contains(#""error_type":"deadline""#) && $0.contains(#""status":504"#) })
        await harness.stop()
    }

    @Test func theHandlerSeesTheDeadlineAndAHintThatCannotBeReadIsNone() async throws {
        let harness = try AdmissionHarness()
        func answer(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }
        #expect(try await answer(harness.get("/deadline", deadline: "1500")) == "1500ms")
        #expect(try await answer(harness.get("/deadline")) == "none")
        for text in ["", "-1", "soon", "1.5", "99999999999999999999"] {
            #expect(try await answer(harness.get("/deadline", deadline: text)) == "none")
        }
        #expect(try await answer(harness.get("/deadline", deadline: "0", "1500")) == "none")
        await harness.stop()
    }

    @Test func theRateIsKeptAndSaysWhenToComeBack() async throws {
        let harness = try AdmissionHarness(["RATE_LIMIT": "0.001"])
        #expect(try await harness.get().status == .ok)
        let refused = try await harness.get()
        #expect(refused.status == .tooManyRequests)
        let wait = try #require(Int(refused.fields[.retryAfter] ?? ""))
        #expect((900...1000).contains(wait))
        #expect(isProblem(refused))
        #expect(try await harness.get("/healthz").status == .ok)
        #expect(harness.handledCount == 1)
        #expect(harness.rejected("rate_limited") == 1)
        #expect(harness.metric(#"resilience_rate_limited_total{limiter="server"}"#) == 1)
        #expect(harness.metric(#"http_server_requests_total{method="GET",route="/work",code="429"}"#) == 1)
        await harness.stop()
    }

    @Test func whoeverComesTooLateSpendsNoToken() async throws {
        let harness = try AdmissionHarness(["RATE_LIMIT": "0.001"])
        #expect(try await harness.get(deadline: "0").status == .gatewayTimeout)
        #expect(try await harness.get().status == .ok)
        await harness.stop()
    }

    @Test(arguments: [
        (Duration.zero, "1"), (.milliseconds(1), "1"), (.seconds(1), "1"), (.milliseconds(1001), "2"),
        (.seconds(7), "7"),
    ])
    func retryAfterIsWholeSecondsRoundedUp(_ wait: Duration, _ text: String) {
        let response = HTTPResponse.refusal(.tooManyRequests, detail: "", retryAfter: wait)
        #expect(response.fields[.retryAfter] == text)
    }
}
