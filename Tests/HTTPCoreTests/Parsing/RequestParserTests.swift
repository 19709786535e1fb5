import HTTPCore
import Testing

@Suite("Requests that are accepted")
struct RequestParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var startLine: String
        var fields: String
        var body = ""
    }

    static let cases: [Case] = [
        Case(
            testDescription: "origin form",
            text: "GET /a/b?c=d HTTP/1.1\r\nHost: example\r\n\r\n",
            startLine: "GET /a/b?c=d",
            fields: "host: example"
        ),
        Case(
            testDescription: "one empty line before the request line",
            text: "\r\nGET / HTTP/1.1\r\nHost: example\r\n\r\n",
            startLine: "GET /",
            fields: "host: example"
        ),
        Case(
            testDescription: "absolute form",
            text: "GET http://example:8080/a HTTP/1.1\r\nHost: example:8080\r\n\r\n",
            startLine: "GET http://example:8080/a",
            fields: "host: example:8080"
        ),
        Case(
            testDescription: "asterisk form",
            text: "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
            startLine: "OPTIONS *",
            fields: "host: [::1]:80"
        ),
        Case(
            testDescription: "HTTP/1.0 without Host or fields",
            text: "GET / HTTP/1.0\r\n\r\n",
            startLine: "GET /",
            fields: ""
        ),
        Case(
            testDescription: "an empty Host",
            text: "GET / HTTP/1.1\r\nHost:\r\n\r\n",
            startLine: "GET /",
            fields: "host: "
        ),
        Case(
            testDescription: "whitespace around values, tab inside, obs-text, repeated names",
            text: "BREW / HTTP/1.1\r\nHost:example \t\r\nX-A: \t b\tc \r\nx-a: \u{E9}\r\nX-Empty:   \r\n\r\n",
            startLine: "BREW /",
            fields: "host: example\nx-a: b\tc\nx-a: \u{E9}\nx-empty: "
        ),
        Case(
            testDescription: "content of a stated length",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello\r\nyou\n",
            startLine: "POST /",
            fields: "host: a\ncontent-length: 11",
            body: "hello\r\nyou\n"
        ),
        Case(
            testDescription: "length zero",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 000\r\n\r\n",
            startLine: "POST /",
            fields: "host: a\ncontent-length: 000"
        ),
        Case(
            testDescription: "chunks with extensions and trailers",
            text: "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "5\r\nhello\r\n00A ; q=\"v\";r\r\n, chunked!\r\n0\r\nX-Sum: 1\r\nX-Two: 2\r\n\r\n",
            startLine: "PUT /",
            fields: "host: a\ntransfer-encoding: Chunked",
            body: "hello, chunked!"
        ),
        Case(
            testDescription: "no chunk but the last",
            text: "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            startLine: "PUT /",
            fields: "host: a\ntransfer-encoding: chunked"
        ),
    ]

    @Test("the same whatever the delivery, alone and pipelined", arguments: cases)
    func accepts(_ example: Case) {
        let message = Transcript.Message(
            startLine: example.startLine,
            fields: example.fields,
            body: example.body,
            isComplete: true
        )
        for delivery in Delivery.all {
            #expect(Transcript.ofRequests(example.text, delivery) == Transcript(messages: [message]))
            let thrice = Transcript.ofRequests(example.text + example.text + example.text, delivery)
            #expect(thrice == Transcript(messages: [message, message, message]))
        }
    }

    @Test("every proper prefix of a request is incomplete and no error", arguments: cases)
    func prefixes(_ example: Case) {
        for length in 0..<example.text.utf8.count {
            let prefix = String(decoding: example.text.utf8.prefix(length), as: UTF8.self)
            let transcript = Transcript.ofRequests(prefix, .whole)
            #expect(transcript.error == nil)
            #expect(!transcript.messages.contains { $0.isComplete })
        }
    }

    @Test("a parser is between messages until the first byte of a request and after its end")
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

    @Test("bytes that were looked at are not looked at again for a line end")
    func scansOnce() throws {
        var parser = HTTPRequestParser()
        #expect(try Array("GET /abc".utf8).withUnsafeBytes { try parser.next($0).consumed } == 0)
        // Breaks the promise on purpose: the changed byte is found by the grammar, not by the search for the line end.
        #expect(throws: HTTPParseError(.malformedTarget)) {
            try Array("GET /\nbc HTTP/1.0\r\n\r\n".utf8).withUnsafeBytes { _ = try parser.next($0) }
        }
    }

    @Test("an error stays")
    func errorsStay() {
        var parser = HTTPRequestParser()
        for text in ["BAD\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", ""] {
            #expect(throws: HTTPParseError(.malformedStartLine)) {
                try Array(text.utf8).withUnsafeBytes { _ = try parser.next($0) }
            }
        }
    }
}
