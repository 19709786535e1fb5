import HTTPCore
import Testing

@Suite("A request parser")
struct RequestParserTests {
    @Test("is between messages until the first byte of a request and after its end")
    func betweenMessages() throws {
        var parser = HTTPRequestParser()
        #expect(parser.isBetweenMessages)
        let text = Array("GET / HTTP/1.0\r\n\r\n".utf8)
        #expect(try text[..<1].withUnsafeBytes { try parser.next($0).consumed } == 0)
        #expect(!parser.isBetweenMessages)
        #expect(try text.withUnsafeBytes { try parser.next($0).consumed } == text.count)
        #expect(!parser.isBetweenMessages)
        #expect(try parser.next(UnsafeRawBufferPointer(start: nil, count: 0)).consumed == 0)
        #expect(parser.isBetweenMessages)
    }

    @Test("does not look again for a line end where it has looked")
    func scansOnce() throws {
        var parser = HTTPRequestParser()
        #expect(try Array("GET /abc".utf8).withUnsafeBytes { try parser.next($0).consumed } == 0)
        // Breaks the promise on purpose: the changed byte is found by the grammar, not by the search for the line end.
        #expect(throws: HTTPParseError(.malformedTarget)) {
            try Array("GET /\nbc HTTP/1.0\r\n\r\n".utf8).withUnsafeBytes { _ = try parser.next($0) }
        }
    }

    @Test("keeps its error")
    func errorsStay() {
        var parser = HTTPRequestParser()
        for text in ["BAD\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", ""] {
            #expect(throws: HTTPParseError(.malformedStartLine)) {
                try Array(text.utf8).withUnsafeBytes { _ = try parser.next($0) }
            }
        }
    }
}
