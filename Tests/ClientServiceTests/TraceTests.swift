import HTTPCore
import StructuredLogging
import Testing

@testable import ClientService

@Suite(.timeLimit(.minutes(2))) struct TraceTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00-\(trace)-00f067aa0ba902b7-01"

    private func text(_ line: [String: any Sendable], _ field: String) -> String? { line[field] as? String }

    private func spans(_ requests: [HTTPRequest]) -> [String] {
        requests.map { String(($0.fields[.traceparent] ?? "").split(separator: "-")[2]) }
    }

    // MARK: What goes on to the backend

    @Test func everyAttemptHandsOnTheStateOfItsTrace() async throws {
        let harness = try ClientHarness(.retry)
        harness.backends[0].answer([.internalServerError, .ok])
        _ = await harness.get(traceparent: Self.parent, tracestate: ["congo=1 , rojo=2", "", "baz=3"])
        let requests = harness.backends[0].requests
        #expect(
            requests.map { $0.fields.values(for: .tracestate) } == [["congo=1,rojo=2,baz=3"], ["congo=1,rojo=2,baz=3"]]
        )
        await harness.stop()
    }

    @Test(arguments: [nil, "00-\(trace)-00f067aa0ba902b7-01-", "ff-\(trace)-00f067aa0ba902b7-01"])
    func aTraceThatBeginsAnewHasNoState(_ traceparent: String?) async throws {
        let harness = try ClientHarness(.full)
        _ = await harness.get(traceparent: traceparent, tracestate: ["congo=1"])
        let sent = harness.backends[0].requests[0]
        #expect(sent.fields[.traceparent]?.contains(Self.trace) == false)
        #expect(!sent.fields.contains(.tracestate))
        await harness.stop()
    }

    @Test func aStateThatIsMalformedIsLostAndTheTraceIsNot() async throws {
        let harness = try ClientHarness(.full)
        _ = await harness.get(traceparent: Self.parent, tracestate: ["congo=1", "Rojo=2"])
        let sent = harness.backends[0].requests[0]
        #expect(sent.fields[.traceparent]?.hasPrefix("00-\(Self.trace)-") == true)
        #expect(!sent.fields.contains(.tracestate))
        await harness.stop()
    }

    @Test func bothPartsOfACompositeAnswerBelongToTheTrace() async throws {
        let harness = try ClientHarness(.full)
        _ = await harness.get("/api/composite", traceparent: Self.parent, tracestate: ["congo=1"])
        let requests = harness.backends[0].requests
        #expect(Set(requests.map(\.path)) == ["/api/data", "/api/extra"])
        #expect(Set(spans(requests)).count == 2)
        #expect(requests.allSatisfy { $0.fields[.tracestate] == "congo=1" })
        await harness.stop()
    }

    // MARK: What the log says

    @Test func everyAttemptHasALineWithItsSpanBelowTheRequests() async throws {
        let harness = try ClientHarness(.retry, logLevel: .debug, successSample: 1)
        harness.backends[0].answer([.internalServerError, .serviceUnavailable, .ok])
        _ = await harness.get(traceparent: Self.parent)
        let request = try #require(try harness.lines("http.request").first)
        let attempts = try harness.lines("attempt.ended")
        #expect(text(request, "trace_id") == Self.trace)
        #expect(text(request, "parent_span_id") == "00f067aa0ba902b7")
        #expect(attempts.map { text($0, "span_id") } == spans(harness.backends[0].requests))
        #expect(attempts.map { $0["attempt"] as? Int } == [1, 2, 3])
        #expect(attempts.map { text($0, "kind") } == ["initial", "retry", "retry"])
        #expect(attempts.map { $0["status"] as? Int } == [500, 503, 200])
        for line in attempts {
            #expect(text(line, "trace_id") == Self.trace)
            #expect(text(line, "parent_span_id") == text(request, "span_id"))
            #expect(text(line, "address").map { harness.backends[0].url == "http://\($0)" } == true)
        }
        await harness.stop()
    }

    @Test func aRetrySaysWhatFailedWhere() async throws {
        let harness = try ClientHarness(.retry, logLevel: .info)
        harness.backends[0].answer([.internalServerError, .ok])
        _ = await harness.get(traceparent: Self.parent)
        #expect(try harness.lines("attempt.ended").isEmpty)
        let retries = try harness.lines("retry.attempt")
        let retry = try #require(retries.first)
        #expect(retries.count == 1)
        #expect(text(retry, "trace_id") == Self.trace)
        #expect(text(retry, "failed_span_id") == spans(harness.backends[0].requests)[0])
        #expect(retry["attempt"] as? Int == 2)
        #expect((retry["delay_ms"] as? Double).map { $0 > 0 } == true)
        #expect(text(retry, "error_type") == "http_error")
        #expect(text(retry, "address").map { harness.backends[0].url == "http://\($0)" } == true)
        await harness.stop()
    }

    @Test func aTraceThatBeginsHereHasNoParent() async throws {
        let harness = try ClientHarness(.baseline, logLevel: .info, successSample: 1)
        _ = await harness.get()
        let line = try #require(try harness.lines("http.request").first)
        #expect(text(line, "trace_id")?.utf8.count == 32)
        #expect(line["parent_span_id"] == nil)
        await harness.stop()
    }

    @Test func anAnswerIsLoggedAsTheFallbackThatItIsCountedAs() async throws {
        let harness = try ClientHarness(.full, logLevel: .info)
        _ = await harness.get("/api/composite")
        harness.backends[0].answer { $0.path == "/api/extra" ? .json(.internalServerError, "{}") : .json(.ok, "{}") }
        _ = await harness.get("/api/composite")
        harness.backends[0].answer([.internalServerError])
        _ = await harness.get("/api/composite")
        _ = await harness.get()
        let sources = try harness.lines("fallback.served").map { text($0, "source") }
        #expect(sources == ["partial", "stale", "stale"])
        #expect(harness.metric(#"resilience_fallbacks_total{source="partial"}"#) == 1)
        #expect(harness.metric(#"resilience_fallbacks_total{source="stale"}"#) == 2)
        await harness.stop()
    }
}
