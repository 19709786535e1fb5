import HTTPCore
import Testing

@Suite("Responses")
struct ResponseParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var method = HTTPMethod.get
        var text: String
        var startLine: String
        var body = ""
        var closes = false
    }

    static let cases: [Case] = [
        Case(
            testDescription: "length",
            text: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            startLine: "200 OK",
            body: "hi"
        ),
        Case(
            testDescription: "chunks",
            text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1\r\n!\r\n0\r\n\r\n",
            startLine: "200 OK",
            body: "hi!"
        ),
        Case(
            testDescription: "until close",
            text: "HTTP/1.0 200 OK\r\n\r\nall of it\r\n",
            startLine: "200 OK",
            body: "all of it\r\n",
            closes: true
        ),
        Case(
            testDescription: "until close, empty",
            text: "HTTP/1.1 200 OK\r\n\r\n",
            startLine: "200 OK",
            closes: true
        ),
        Case(
            testDescription: "HEAD has no content whatever its length",
            method: .head,
            text: "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n",
            startLine: "200 OK"
        ),
        Case(testDescription: "204", text: "HTTP/1.1 204 No Content\r\n\r\n", startLine: "204 No Content"),
        Case(
            testDescription: "304 with the length it would have",
            text: "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
            startLine: "304 Not Modified"
        ),
        Case(
            testDescription: "no reason and no space",
            text: "HTTP/1.1 299\r\nContent-Length: 0\r\n\r\n",
            startLine: "299"
        ),
        Case(
            testDescription: "another reason",
            text: "HTTP/1.1 404 Nope \u{E9}\r\nContent-Length: 0\r\n\r\n",
            startLine: "404 Not Found"
        ),
        Case(
            testDescription: "interim responses are skipped",
            text: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + "HTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx",
            startLine: "201 Created",
            body: "x"
        ),
        Case(
            testDescription: "101 is final here",
            text: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
            startLine: "101 Switching Protocols"
        ),
    ]

    @Test("are read the same whatever the delivery", arguments: cases)
    func accepts(_ example: Case) {
        for delivery in Delivery.all {
            let result = Transcript.ofResponses(
                example.text,
                to: [example.method],
                delivery,
                closes: example.closes
            )
            #expect(result.error == nil)
            #expect(result.messages.map(\.startLine) == [example.startLine])
            #expect(result.messages.map(\.body) == [example.body])
            #expect(result.messages.map(\.isComplete) == [true])
        }
    }

    @Test("that are cut short are a premature end", arguments: cases.filter { !$0.closes })
    func prematureEnd(_ example: Case) {
        for length in 0..<example.text.utf8.count {
            let prefix = String(decoding: example.text.utf8.prefix(length), as: UTF8.self)
            let result = Transcript.ofResponses(prefix, to: [example.method], .whole, closes: true)
            #expect(result.error == .prematureEnd)
        }
    }

    static let refusals: [(String, HTTPParseError.Kind)] = [
        ("HTTP/1.1 200 OK\n\n", .badLineEnd),
        ("\r\nHTTP/1.1 200 OK\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1  200 OK\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 20 OK\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 2000 OK\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 099 OK\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 600 OK\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 200 O\rK\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 200 O\u{0}\r\n\r\n", .malformedStartLine),
        ("ICY 200 OK\r\n\r\n", .malformedStartLine),
        ("HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion),
        ("HTTP/1.1 200 OK\r\nX : a\r\n\r\n", .whitespaceBeforeColon),
        ("HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", .lineFolding),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", .invalidContentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .conflictingFraming),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .unsupportedTransferCoding),
        ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .transferCodingInHTTP10),
        ("HTTP/1.1 204 No Content\r\n\r\nx", .unexpectedResponse),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n\r\n", .unexpectedResponse),
    ]

    @Test("that break a rule are refused whatever the delivery", arguments: refusals)
    func refuses(_ text: String, _ kind: HTTPParseError.Kind) {
        for delivery in Delivery.all { #expect(Transcript.ofResponses(text, delivery).error == kind) }
    }

    @Test("on one connection follow each other, the method deciding about content")
    func sequence() {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
        for delivery in Delivery.all {
            let result = Transcript.ofResponses(text + text + "abc", to: [.head, .get], delivery)
            #expect(result.error == nil)
            #expect(result.messages.map(\.body) == ["", "abc"])
            #expect(result.messages.map(\.isComplete) == [true, true])
        }
    }

    @Test("content until close is held to the limit, interim responses to theirs")
    func limits() {
        let limits = HTTPLimits(maxBodyBytes: 4, maxInterimResponses: 2)
        let interim = "HTTP/1.1 100 Continue\r\n\r\n"
        for delivery in Delivery.all {
            let head = "HTTP/1.0 200 OK\r\n\r\n"
            #expect(Transcript.ofResponses(head + "1234", delivery, limits: limits).error == nil)
            #expect(Transcript.ofResponses(head + "12345", delivery, limits: limits).error == .bodyTooLarge)
            #expect(Transcript.ofResponses(interim + interim, delivery, limits: limits).error == nil)
            let three = Transcript.ofResponses(interim + interim + interim, delivery, limits: limits)
            #expect(three.error == .tooManyInterimResponses)
        }
    }

    @Test("tell an idle connection, one that waits, and one that has begun apart")
    func states() throws {
        var parser = HTTPResponseParser()
        #expect(parser.isBetweenMessages)
        #expect(!parser.isAwaitingFirstByte)
        #expect(try !parser.finish())
        parser.expectResponse(to: .get)
        #expect(!parser.isBetweenMessages)
        #expect(parser.isAwaitingFirstByte)
        _ = try [UInt8]("H".utf8).withUnsafeBytes { try parser.next($0).consumed }
        #expect(!parser.isAwaitingFirstByte)
        #expect(throws: HTTPParseError(.prematureEnd)) { try parser.finish() }
        #expect(throws: HTTPParseError(.prematureEnd)) { try parser.finish() }
    }
}
