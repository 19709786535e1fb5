import HTTPCore
import TestSupport
import Testing

@testable import ServiceKit

/// The cases of the W3C's own test suite (https://github.com/w3c/trace-context, test/test.py), as field lines of a
/// request: which traces are continued, and what is handed on with them.
@Suite struct IncomingTraceTests {
    private static let trace = "12345678901234567890123456789012"
    private static let span = "1234567890123456"
    private static let parent = "traceparent: 00-\(trace)-\(span)-01"

    /// The lines read as a server reads them.
    private static func incoming(_ lines: [String]) throws -> IncomingTrace {
        var generator = SeededGenerator(seed: 7)
        var parser = HTTPRequestParser()
        let bytes = Array(("GET / HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
        guard case .head(let head) = try bytes.withUnsafeBytes({ try parser.next($0) }).event else {
            throw Unreadable()
        }
        return IncomingTrace(head.fields, using: &generator)
    }

    private struct Unreadable: Error {}

    @Test(arguments: [
        parent, "TraceParent: 00-\(trace)-\(span)-01", "TrAcEpArEnT: 00-\(trace)-\(span)-01",
        "TRACEPARENT: 00-\(trace)-\(span)-01", "traceparent: cc-\(trace)-\(span)-01",
        "traceparent: cc-\(trace)-\(span)-01-what-the-future-will-be-like", "traceparent:  00-\(trace)-\(span)-01",
        "traceparent: \t00-\(trace)-\(span)-01", "traceparent: 00-\(trace)-\(span)-01 ",
        "traceparent: 00-\(trace)-\(span)-01\t", "traceparent: \t 00-\(trace)-\(span)-01 \t",
    ])
    func isContinued(_ line: String) throws {
        let incoming = try Self.incoming([line])
        #expect(incoming.context.traceID == Self.trace)
        #expect(incoming.context.spanID != Self.span)
        #expect(incoming.parentSpan == 0x1234_5678_9012_3456)
        #expect(TraceContext(traceparent: incoming.context.traceparent) == incoming.context)
    }

    @Test(arguments: [
        [], ["traceparent: 00-\(trace)-\(span)-01", "traceparent: 00-\(trace)-\(span)-01"],
        ["trace-parent: 00-\(trace)-\(span)-01"], ["trace.parent: 00-\(trace)-\(span)-01"],
        ["traceparent: 00-\(trace)-\(span)-01."], ["traceparent: 00-\(trace)-\(span)-01-what-the-future-will-be-like"],
        ["traceparent: cc-\(trace)-\(span)-01.what-the-future-will-be-like"], ["traceparent: ff-\(trace)-\(span)-01"],
        ["traceparent: .0-\(trace)-\(span)-01"], ["traceparent: 0.-\(trace)-\(span)-01"],
        ["traceparent: 000-\(trace)-\(span)-01"], ["traceparent: 0000-\(trace)-\(span)-01"],
        ["traceparent: 0-\(trace)-\(span)-01"], ["traceparent: 00-00000000000000000000000000000000-\(span)-01"],
        ["traceparent: 00-.2345678901234567890123456789012-\(span)-01"],
        ["traceparent: 00-1234567890123456789012345678901.-\(span)-01"], ["traceparent: 00-\(trace)3-\(span)-01"],
        ["traceparent: 00-1234567890123456789012345678901-\(span)-01"],
        ["traceparent: 00-\(trace)-0000000000000000-01"],
        ["traceparent: 00-\(trace)-.234567890123456-01"], ["traceparent: 00-\(trace)-123456789012345.-01"],
        ["traceparent: 00-\(trace)-\(span)7-01"], ["traceparent: 00-\(trace)-123456789012345-01"],
        ["traceparent: 00-\(trace)-\(span)-.0"], ["traceparent: 00-\(trace)-\(span)-0."],
        ["traceparent: 00-\(trace)-\(span)-001"], ["traceparent: 00-\(trace)-\(span)-1"],
    ])
    func isStartedAnew(_ lines: [String]) throws {
        // What a caller says of a trace that cannot be read says nothing of a new one.
        for state in [[], ["tracestate: foo=1,bar=2"]] {
            let incoming = try Self.incoming(lines + state)
            #expect(!incoming.context.traceID.contains("234567890123456789012345678901"))
            #expect(incoming.parentSpan == nil)
            #expect(incoming.state == nil)
            #expect(TraceContext(traceparent: incoming.context.traceparent) == incoming.context)
        }
    }

    @Test(arguments: [
        (["tracestate: foo=1,bar=2"], "foo=1,bar=2"), (["TraceState: foo=1"], "foo=1"),
        (["TrAcEsTaTe: foo=1"], "foo=1"),
        (["TRACESTATE: foo=1"], "foo=1"), (["tracestate: foo=1", "tracestate:"], "foo=1"),
        (["tracestate:", "tracestate: foo=1"], "foo=1"), (["tracestate: foo=1 \t , \t bar=2"], "foo=1,bar=2"),
        (
            ["tracestate: foo=1,bar=2", "tracestate: rojo=1,congo=2", "tracestate: baz=3"],
            "foo=1,bar=2,rojo=1,congo=2,baz=3"
        ),
        (["tracestate:"], nil), (["trace-state: foo=1"], nil), (["trace.state: foo=1"], nil),
        (["tracestate: foo =1"], nil),
        (["tracestate: é=1"], nil), ([], nil),
    ])
    func whatIsHandedOn(_ lines: [String], _ expected: String?) throws {
        let incoming = try Self.incoming([Self.parent] + lines)
        #expect(incoming.state?.text == expected)
        // A state that cannot be read is no reason to lose the trace.
        #expect(incoming.context.traceID == Self.trace)
    }

    @Test(arguments: [
        ("00", "00"), ("01", "01"), ("02", "02"), ("03", "03"), ("04", "00"), ("ff", "03"), ("fd", "01"),
    ])
    func definedFlagsStayAndTheOthersAreZero(_ given: String, _ sent: String) throws {
        for version in ["00", "cc"] {
            let incoming = try Self.incoming(["traceparent: \(version)-\(Self.trace)-\(Self.span)-\(given)"])
            #expect(incoming.context.traceparent.hasPrefix("00-\(Self.trace)-"))
            #expect(incoming.context.traceparent.hasSuffix("-\(sent)"))
        }
    }

    @Test func aTraceOfOursIsSampledAndRandom() throws {
        #expect(try Self.incoming([]).context.traceparent.hasSuffix("-03"))
    }
}
