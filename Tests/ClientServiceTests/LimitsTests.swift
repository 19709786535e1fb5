import HTTPCore
import TestSupport
import Testing

@testable import ClientService

/// Bulkhead, adaptive limit, throttle and hedge of the full client.
@Suite("The client's limits", .timeLimit(.minutes(2)))
struct LimitsTests {
    private static let inFlight = #"resilience_bulkhead_in_flight{bulkhead="backend"}"#
    private static let rejected = #"resilience_bulkhead_rejected_total{bulkhead="backend",reason="#
    private static let call = #"resilience_breaker_calls_total{breaker="backend",scope="call",address="",result="#

    /// A backend that hangs on every request to this path until it is released.
    private func hang(_ harness: ClientHarness, on path: String) -> Signal {
        let release = Signal()
        for backend in harness.backends {
            backend.answer { request in
                if request.head.target.contains(path) { await release.wait() }
                return .json(.ok, "{}")
            }
        }
        return release
    }

    @Test("An attempt without a place is refused at once, and says nothing about the backend")
    func bulkheadFull() async throws {
        let harness = try ClientHarness(.full, ["BULKHEAD_MAX_CONCURRENT": "1"])
        let release = hang(harness, on: "slow")
        async let held = harness.get("/api/data?slow")
        try await harness.wait(for: Self.inFlight, atLeast: 1)
        let refused = await harness.get()
        #expect(refused.status == .serviceUnavailable)
        #expect(refused.fields[.xSource] == "rejected")
        #expect(refused.fields.contains(.retryAfter))
        #expect(harness.metric(Self.rejected + #""full"}"#) == 1)
        #expect(harness.metric(Self.call + #""ignored"}"#) == 1)
        release.set()
        #expect(await held.status == .ok)
        #expect(harness.metric(Self.inFlight) == 0)
        await harness.stop()
    }

    @Test("With a queue it waits for its place, within its deadline")
    func bulkheadQueue() async throws {
        let harness = try ClientHarness(.full, ["BULKHEAD_MAX_CONCURRENT": "1", "BULKHEAD_MAX_QUEUE": "1"])
        let release = hang(harness, on: "slow")
        async let held = harness.get("/api/data?slow")
        try await harness.wait(for: Self.inFlight, atLeast: 1)
        #expect(await harness.get("/api/data?late", deadlineMs: 20).status == .gatewayTimeout)
        #expect(harness.metric(Self.rejected + #""deadline"}"#) == 1)
        async let queued = harness.get()
        try await harness.wait(for: #"resilience_bulkhead_queue_depth{bulkhead="backend"}"#, atLeast: 1)
        release.set()
        #expect(await held.status == .ok)
        #expect(await queued.status == .ok)
        await harness.stop()
    }

    @Test("A place is held by an attempt, never during a back-off")
    func notDuringBackoff() async throws {
        let harness = try ClientHarness(
            .full,
            ["BULKHEAD_MAX_CONCURRENT": "1", "RETRY_BASE_DELAY": "50s", "RETRY_MAX_DELAY": "50s"]
        )
        harness.backends[0].answer { request in
            .json(request.head.target.contains("bad") ? .internalServerError : .ok, "{}")
        }
        let waiting = Task { await harness.get("/api/data?bad") }
        try await harness.wait(for: #"resilience_retry_delay_seconds_count{retry="backend"}"#, atLeast: 1)
        for _ in 0..<10 { #expect(await harness.get().status == .ok) }
        waiting.cancel()
        _ = await waiting.value
        await harness.stop()
    }

    @Test("An adaptive limit starts low and is shown as the bulkhead's capacity")
    func adaptiveLimit() async throws {
        let harness = try ClientHarness(.full, ["ADAPTIVE_LIMIT": "true", "BULKHEAD_MAX_CONCURRENT": "64"])
        #expect(harness.metric(#"resilience_bulkhead_capacity{bulkhead="backend"}"#) == 20)
        harness.backends[0].answer([.serviceUnavailable])
        for _ in 0..<40 { _ = await harness.get() }
        #expect(try #require(harness.metric(#"resilience_bulkhead_capacity{bulkhead="backend"}"#)) < 20)
        await harness.stop()
    }

    @Test("A backend that turns everything away is soon asked less, and its breaker learns nothing of that")
    func throttle() async throws {
        let harness = try ClientHarness(
            .full,
            ["THROTTLE_K": "1.1", "RETRY_MAX_ATTEMPTS": "1", "BREAKER_FAIL_MAX": "1000"]
        )
        harness.backends[0].answer { _ in
            var response = HTTPResponse.json(.serviceUnavailable, "{}")
            response.fields[.retryAfter] = "0"
            return response
        }
        for _ in 0..<200 { _ = await harness.get() }
        let throttled = try #require(harness.metric(#"resilience_throttled_total{limiter="backend"}"#))
        #expect(throttled > 50)
        #expect(harness.backends[0].requests.count == 200 - Int(throttled))
        #expect(harness.metric(Self.call + #""ignored"}"#) == 200)
        await harness.stop()
    }

    // MARK: Hedging

    @Test("A hedge goes to the other endpoint and wins; the loser is no failure")
    func hedgeWins() async throws {
        let harness = try ClientHarness(.full, backends: 2, ["HEDGE_AFTER": "20ms"])
        let release = Signal()
        let first = Once()
        for backend in harness.backends {
            backend.answer { _ in
                if first.take() { await release.wait() }
                return .json(.ok, "{}")
            }
        }
        let response = await harness.get()
        #expect(response.status == .ok)
        #expect(String(decoding: response.body, as: UTF8.self).contains(#""attempts":2"#))
        #expect(harness.backends.map(\.requests.count) == [1, 1])
        // Both end at the same time: the hedge, which began 20 ms later, has that much less.
        let times = harness.backends.compactMap { Int($0.requests[0].fields[.xRequestDeadlineMs] ?? "") }
        #expect(abs(times[0] - times[1]) >= 20)
        #expect(harness.metric(#"resilience_hedges_total{result="won"}"#) == 1)
        #expect(harness.metric(#"resilience_retry_attempts_total{retry="backend",kind="hedge"}"#) == 1)
        // One call, one success; the loser was cancelled at its endpoint.
        #expect(harness.metric(Self.call + #""success"}"#) == 1)
        let calls = harness.series.filter { $0.hasPrefix("resilience_breaker_calls_total") && $0.contains("endpoint") }
        #expect(calls.filter { $0.contains(#"result="failure""#) }.allSatisfy { $0.hasSuffix(" 0") })
        #expect(calls.contains { $0.contains(#"result="cancelled""#) && $0.hasSuffix(" 1") })
        release.set()
        await harness.stop()
    }

    @Test("A hedge that the budget does not pay for is denied, and the first attempt goes on")
    func hedgeDenied() async throws {
        let harness = try ClientHarness(.full, backends: 2, ["HEDGE_AFTER": "1ms", "RETRY_BUDGET": "0"])
        let release = hang(harness, on: "slow")
        // Five tokens are there from the start; six callers want one each.
        let callers = (0..<6).map { _ in Task { await harness.get("/api/data?slow") } }
        try await harness.wait(for: #"resilience_hedges_total{result="denied"}"#, atLeast: 1)
        release.set()
        for caller in callers { #expect(await caller.value.status == .ok) }
        #expect(harness.metric(#"resilience_retry_attempts_total{retry="backend",kind="hedge"}"#) == 5)
        await harness.stop()
    }

    @Test("A hedge needs a place of its own in the bulkhead")
    func hedgeWithinBulkhead() async throws {
        let harness = try ClientHarness(.full, backends: 2, ["HEDGE_AFTER": "1ms", "BULKHEAD_MAX_CONCURRENT": "1"])
        let release = hang(harness, on: "slow")
        async let held = harness.get("/api/data?slow")
        try await harness.wait(for: #"resilience_hedges_total{result="denied"}"#, atLeast: 1)
        #expect(harness.metric(Self.inFlight) == 1)
        release.set()
        #expect(await held.status == .ok)
        #expect(harness.backends.map(\.requests.count).reduce(0, +) == 1)
        await harness.stop()
    }

    @Test("With one endpoint there is nothing to hedge to")
    func hedgeNeedsAnother() async throws {
        let harness = try ClientHarness(.full, ["HEDGE_AFTER": "1ms"])
        let release = hang(harness, on: "slow")
        async let held = harness.get("/api/data?slow")
        try await harness.wait(for: #"resilience_hedges_total{result="denied"}"#, atLeast: 1)
        release.set()
        #expect(await held.status == .ok)
        #expect(harness.backends[0].requests.count == 1)
        await harness.stop()
    }
}
