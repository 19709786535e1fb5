import HTTPCore
import TestSupport
import Testing

@testable import ClientService

/// What the full client serves where a new answer cannot be had, or not soon enough.
@Suite("The client's fallback", .timeLimit(.minutes(2)))
struct FallbackTests {
    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    /// From now on the backend answers, with another number than before, only once it is released.
    private func hold(_ harness: ClientHarness) -> Signal {
        let release = Signal()
        harness.backends[0].answer { _ in
            await release.wait()
            return .json(.ok, #"{"n":2}"#)
        }
        return release
    }

    @Test("Where a good answer is known nobody waits longer than the soft timeout, and the call goes on")
    func softTimeout() async throws {
        let harness = try ClientHarness(.full, ["FALLBACK_SOFT_TIMEOUT": "20ms"])
        harness.backends[0].answer([.ok])
        #expect(await harness.get().fields[.xSource] == "backend")
        let release = hold(harness)
        let stale = await harness.get()
        #expect(stale.fields[.xSource] == "stale")
        #expect(stale.fields.contains(.age))
        #expect(text(stale).contains(#""data":{"n":1}"#))
        #expect(harness.metric(#"resilience_timeouts_total{scope="soft"}"#) == 1)
        #expect(harness.metric(#"resilience_fallbacks_total{source="stale"}"#) == 1)
        release.set()
        // The call that went on brings the next stale answer.
        try await harness.wait(
            for: #"resilience_cache_operations_total{cache="memory",operation="set",result="ok"}"#,
            atLeast: 2
        )
        harness.backends[0].answer([.internalServerError])
        #expect(text(await harness.get()).contains(#""data":{"n":2}"#))
        await harness.stop()
    }

    @Test("Within its time an answer is served again without a call, and never called fresh")
    func freshFor() async throws {
        let harness = try ClientHarness(.full, ["CACHE_FRESH_FOR": "5m"])
        harness.backends[0].answer([.ok])
        #expect(await harness.get().fields[.xSource] == "backend")
        for _ in 0..<20 { #expect(await harness.get().fields[.xSource] == "stale") }
        #expect(harness.backends[0].requests.count == 1)
        #expect(await harness.get("/api/data?other").fields[.xSource] == "backend")
        await harness.stop()
    }

    @Test("After its time an answer is served at once while one call refreshes it")
    func staleWhileRevalidate() async throws {
        let harness = try ClientHarness(.full, ["CACHE_FRESH_FOR": "1ms"])
        harness.backends[0].answer([.ok])
        _ = await harness.get()
        let release = hold(harness)
        for _ in 0..<20 { #expect(await harness.get().fields[.xSource] == "stale") }
        release.set()
        while !text(await harness.get()).contains(#""n":2"#) {}
        // The first and at most one refresh at a time.
        #expect(harness.backends[0].requests.count < 20)
        await harness.stop()
    }

    @Test("A refusal is the backend's answer and handed on; what was kept stays for a failure")
    func clientError() async throws {
        let harness = try ClientHarness(.full, ["RETRY_MAX_ATTEMPTS": "1"])
        harness.backends[0].answer([.ok, .forbidden, .internalServerError])
        _ = await harness.get()
        #expect(await harness.get().status == .forbidden)
        #expect(await harness.get().fields[.xSource] == "stale")
        await harness.stop()
    }

    @Test("One target that hangs does not take the places of all others")
    func isolation() async throws {
        let harness = try ClientHarness(.full, ["FALLBACK_SOFT_TIMEOUT": "5ms", "BULKHEAD_MAX_CONCURRENT": "16"])
        harness.backends[0].answer([.ok])
        _ = await harness.get("/api/data?slow")
        let release = Signal()
        harness.backends[0].answer { request in
            if request.head.target.hasSuffix("slow") { await release.wait() }
            return .json(.ok, "{}")
        }
        for _ in 0..<40 { #expect(await harness.get("/api/data?slow").fields[.xSource] == "stale") }
        for number in 0..<20 { #expect(await harness.get("/api/data?\(number)").fields[.xSource] == "backend") }
        #expect(harness.metric(#"resilience_bulkhead_rejected_total{bulkhead="backend",reason="full"}"#) == 0)
        release.set()
        await harness.stop()
    }

    @Test("What the backend no longer has is served no more")
    func gone() async throws {
        let harness = try ClientHarness(.full, ["CACHE_FRESH_FOR": "1ms"])
        harness.backends[0].answer([.ok, .notFound])
        _ = await harness.get()
        while await harness.get().status == .ok {}
        #expect(await harness.get().status == .notFound)
        await harness.stop()
    }

    @Test("A refresh has its own time, not that of the caller who set it off")
    func refreshTime() async throws {
        let harness = try ClientHarness(.full, ["CACHE_FRESH_FOR": "1ms"])
        harness.backends[0].answer([.ok])
        _ = await harness.get()
        let release = hold(harness)
        while harness.backends[0].requests.count < 2 { _ = await harness.get(deadlineMs: 50) }
        let sent = try #require(Int(harness.backends[0].requests[1].fields[.xRequestDeadlineMs] ?? ""))
        #expect(sent > 1000)
        release.set()
        await harness.stop()
    }

    @Test("A very large answer is served and not kept")
    func large() async throws {
        let harness = try ClientHarness(.full)
        let big = "\"" + String(repeating: "x", count: DataSource.largestContent) + "\""
        harness.backends[0].answer { _ in .json(.ok, big) }
        #expect(await harness.get().fields[.xSource] == "backend")
        harness.backends[0].answer([.internalServerError])
        #expect(await harness.get().status == .badGateway)
        await harness.stop()
    }

    // MARK: Composite

    private func composite(_ harness: ClientHarness, data: HTTPStatus, extra: HTTPStatus) {
        for backend in harness.backends {
            backend.answer { request in
                let isExtra = request.head.target.hasPrefix("/api/extra")
                return .json(isExtra ? extra : data, isExtra ? #"{"e":1}"# : #"{"d":1}"#)
            }
        }
    }

    @Test("Both parts make a whole answer", arguments: ResilienceMode.allCases)
    func whole(mode: ResilienceMode) async throws {
        let harness = try ClientHarness(mode)
        composite(harness, data: .ok, extra: .ok)
        let response = await harness.get("/api/composite")
        #expect(response.status == .ok)
        #expect(response.fields[.xSource] == "backend")
        #expect(
            text(response)
                == #"{"source":"backend","attempts":1,"data":{"d":1},"partial":false,"extra":{"e":1}}"#
        )
        await harness.stop()
    }

    @Test("Without the optional part the answer is partial, says what is missing, and is counted as such")
    func partial() async throws {
        let harness = try ClientHarness(.full)
        composite(harness, data: .ok, extra: .internalServerError)
        let response = await harness.get("/api/composite")
        #expect(response.status == .ok)
        #expect(response.fields[.xSource] == "partial")
        #expect(
            text(response)
                == #"{"source":"partial","attempts":1,"data":{"d":1},"partial":true,"missing":["extra"]}"#
        )
        #expect(harness.metric(#"resilience_fallbacks_total{source="partial"}"#) == 1)
        #expect(harness.metric(#"client_responses_total{source="partial"}"#) == 1)
        await harness.stop()
    }

    @Test(
        "Where there is no fallback both parts must be there",
        arguments: [ResilienceMode.baseline, .retry, .breaker]
    )
    func notOptional(mode: ResilienceMode) async throws {
        let harness = try ClientHarness(mode)
        composite(harness, data: .ok, extra: .internalServerError)
        #expect(await harness.get("/api/composite").status == .badGateway)
        await harness.stop()
    }

    @Test("The optional part has no more time than its pipeline gives it")
    func extraTimeout() async throws {
        let harness = try ClientHarness(.full, ["PIPELINE_EXTRA": "timeout(20ms)"])
        let release = Signal()
        harness.backends[0].answer { request in
            if request.head.target.hasPrefix("/api/extra") { await release.wait() }
            return .json(.ok, "{}")
        }
        let response = await harness.get("/api/composite")
        #expect(response.fields[.xSource] == "partial")
        release.set()
        await harness.stop()
    }

    @Test("A breaker in the optional part's pipeline is its own, and shown under its name")
    func extraBreaker() async throws {
        let harness = try ClientHarness(
            .full,
            ["PIPELINE_EXTRA": "breaker(failures=2, open=1m)", "RETRY_MAX_ATTEMPTS": "1"]
        )
        composite(harness, data: .ok, extra: .internalServerError)
        for _ in 0..<5 { #expect(await harness.get("/api/composite").fields[.xSource] == "partial") }
        #expect(harness.metric(#"resilience_breaker_state{breaker="extra",scope="call",address="",state="open"}"#) == 1)
        #expect(harness.backends[0].requests.count { $0.head.target.hasPrefix("/api/extra") } == 2)
        await harness.stop()
    }

    @Test("Required data that cannot be had are stale in a composite answer as well")
    func staleComposite() async throws {
        let harness = try ClientHarness(.full)
        composite(harness, data: .ok, extra: .ok)
        _ = await harness.get()
        composite(harness, data: .internalServerError, extra: .ok)
        let response = await harness.get("/api/composite")
        #expect(response.fields[.xSource] == "stale")
        #expect(response.fields.contains(.age))
        #expect(text(response).contains(#""partial":false,"extra":{"e":1}"#))
        await harness.stop()
    }

    @Test(
        "A caller that leaves while the optional part is awaited has not been answered",
        arguments: ResilienceMode.allCases
    )
    func abandoned(mode: ResilienceMode) async throws {
        let harness = try ClientHarness(mode, ["PIPELINE_EXTRA": "none"])
        let release = Signal()
        let asked = Signal()
        harness.backends[0].answer { request in
            if request.head.target.hasPrefix("/api/extra") {
                asked.set()
                await release.wait()
            }
            return .json(.ok, "{}")
        }
        let caller = Task { await harness.get("/api/composite") }
        await asked.wait()
        caller.cancel()
        _ = await caller.value
        for source in ["partial", "error", "backend"] {
            #expect(harness.metric(#"client_responses_total{source="\#(source)"}"#) == 0)
        }
        release.set()
        await harness.stop()
    }
}
