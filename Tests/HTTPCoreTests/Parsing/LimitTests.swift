import HTTPCore
import Testing

@Suite("Limits")
struct LimitTests {
    static let limits = HTTPLimits(
        maxRequestLineBytes: 20,
        maxHeaderBytes: 40,
        maxHeaderCount: 3,
        maxBodyBytes: 10,
        maxChunkLineBytes: 16
    )

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// A request that just keeps the limit, and one that just does not.
        var fits: String
        var exceeds: String
        var kind: HTTPParseError.Kind
        var status: HTTPStatus
    }

    private static let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:chunked\r\n\r\n"

    static let cases: [Case] = [
        Case(
            testDescription: "request line",
            fits: "GET /234567 HTTP/1.0\r\n\r\n",
            exceeds: "GET /2345678 HTTP/1.0\r\n\r\n",
            kind: .startLineTooLong,
            status: .uriTooLong
        ),
        Case(
            testDescription: "field bytes",
            fits: "GET / HTTP/1.0\r\nA: 4567890123456\r\nB: 45678901234567890\r\n\r\n",
            exceeds: "GET / HTTP/1.0\r\nA: 4567890123456\r\nB: 456789012345678901\r\n\r\n",
            kind: .headerTooLarge,
            status: .requestHeaderFieldsTooLarge
        ),
        Case(
            testDescription: "field lines",
            fits: "GET / HTTP/1.0\r\nA:1\r\nA:2\r\nA:3\r\n\r\n",
            exceeds: "GET / HTTP/1.0\r\nA:1\r\nA:2\r\nA:3\r\nA:4\r\n\r\n",
            kind: .tooManyFields,
            status: .requestHeaderFieldsTooLarge
        ),
        Case(
            testDescription: "content",
            fits: "GET / HTTP/1.0\r\nContent-Length: 10\r\n\r\n0123456789",
            exceeds: "GET / HTTP/1.0\r\nContent-Length: 11\r\n\r\n01234567890",
            kind: .bodyTooLarge,
            status: .contentTooLarge
        ),
        Case(
            testDescription: "content in chunks",
            fits: chunked + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n",
            exceeds: chunked + "5\r\n01234\r\n6\r\n567890\r\n0\r\n\r\n",
            kind: .bodyTooLarge,
            status: .contentTooLarge
        ),
        Case(
            testDescription: "chunk line",
            fits: chunked + "0;23456789012345\r\n\r\n",
            exceeds: chunked + "0;234567890123456\r\n\r\n",
            kind: .chunkLineTooLong,
            status: .badRequest
        ),
        Case(
            testDescription: "all chunk extensions",
            fits: chunked + "1;234567890\r\n0\r\n1;234567890\r\n0\r\n1;234567890\r\n0\r\n0;234567890\r\n\r\n",
            exceeds: chunked + "1;234567890\r\n0\r\n1;234567890\r\n0\r\n1;234567890\r\n0\r\n0;2345678901\r\n\r\n",
            kind: .chunkLineTooLong,
            status: .badRequest
        ),
        Case(
            testDescription: "trailer bytes",
            fits: chunked + "0\r\nA: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n\r\n",
            exceeds: chunked + "0\r\nA: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n\r\n",
            kind: .trailersTooLarge,
            status: .requestHeaderFieldsTooLarge
        ),
        Case(
            testDescription: "trailer lines",
            fits: chunked + "0\r\nA:1\r\nA:2\r\nA:3\r\n\r\n",
            exceeds: chunked + "0\r\nA:1\r\nA:2\r\nA:3\r\nA:4\r\n\r\n",
            kind: .trailersTooLarge,
            status: .requestHeaderFieldsTooLarge
        ),
    ]

    @Test("the last byte within is accepted, the first beyond refused", arguments: cases)
    func bounds(_ example: Case) {
        for delivery in Delivery.all {
            let fits = Transcript.ofRequests(example.fits, delivery, limits: Self.limits)
            #expect(fits.error == nil)
            #expect(fits.messages.map(\.isComplete) == [true])
            let exceeds = Transcript.ofRequests(example.exceeds, delivery, limits: Self.limits)
            #expect(exceeds.error == example.kind)
        }
        #expect(HTTPParseError(example.kind).status == example.status)
    }

    @Test("a peer that never ends a line is refused as soon as it passes the limit")
    func endlessLine() {
        let line = String(repeating: "a", count: 8194)
        #expect(Transcript.ofRequests(line, .whole).error == .startLineTooLong)
        #expect(Transcript.ofRequests(String(line.dropLast()), .whole).error == nil)
    }
}
