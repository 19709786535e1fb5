import ServiceKit
import TestSupport
import Testing

@Suite struct TraceContextTests {
    // The example of W3C Trace Context, 3.2.
    static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func readsAndWritesTheExample() throws {
        let context = try #require(TraceContext(traceparent: Self.example))
        #expect(context.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.spanID == "00f067aa0ba902b7")
        #expect(context.traceparent == Self.example)
    }

    @Test func aChildKeepsTheTraceAndTheFlagsAndChangesTheSpan() throws {
        var generator = SeededGenerator(seed: 1)
        let parent = try #require(TraceContext(traceparent: Self.example))
        let child = parent.child(using: &generator)
        #expect(child.traceID == parent.traceID)
        #expect(child.spanID != parent.spanID)
        #expect(child.flags == parent.flags)
    }

    @Test func startedTracesDifferAndAreValid() throws {
        var generator = SeededGenerator(seed: 2)
        let first = TraceContext.start(using: &generator)
        let second = TraceContext.start(using: &generator)
        #expect(first.traceID != second.traceID)
        #expect(TraceContext(traceparent: first.traceparent) == first)
    }

    @Test func aLaterVersionMayHaveMoreFields() {
        #expect(TraceContext(traceparent: "cc" + Self.example.dropFirst(2) + "-what-the-future-holds") != nil)
        #expect(TraceContext(traceparent: Self.example + "-more") == nil)
    }

    @Test(arguments: [
        "", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
    ])
    func whatIsMalformedStartsANewTrace(_ field: String) { #expect(TraceContext(traceparent: field) == nil) }
}
