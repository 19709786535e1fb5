import HTTPCore
import Testing

@Suite("Requests that are refused")
struct RequestRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var kind: HTTPParseError.Kind
        var status: HTTPStatus
        var testDescription: String { "\(kind.rawValue): \(text.debugDescription)" }

        init(_ text: String, _ kind: HTTPParseError.Kind, _ status: HTTPStatus = .badRequest) {
            self.text = text
            self.kind = kind
            self.status = status
        }

        /// A request with a `Host` and these lines after it.
        static func lines(_ lines: String, _ kind: HTTPParseError.Kind, _ status: HTTPStatus = .badRequest) -> Case {
            Case("POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n", kind, status)
        }

        /// A request in chunks with this content.
        static func chunks(_ content: String, _ kind: HTTPParseError.Kind, _ status: HTTPStatus = .badRequest) -> Case {
            Case("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(content)", kind, status)
        }
    }

    static let startLines: [Case] = [
        Case("GET / HTTP/1.1\nHost: a\r\n\r\n", .badLineEnd),
        Case("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .badLineEnd),
        Case("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        Case("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", .badLineEnd),
        Case(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        Case("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformedStartLine),
        Case("GET /\r\n\r\n", .malformedStartLine),
        Case("GET\r\n\r\n", .malformedStartLine),
        Case("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        Case("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        Case("GET / http/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        Case("GET / HTTP/1.10\r\nHost: a\r\n\r\n", .malformedStartLine),
        Case("GET / HTTP/1\r\nHost: a\r\n\r\n", .malformedStartLine),
        Case("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .unsupportedVersion, .httpVersionNotSupported),
        Case("PRI * HTTP/2.0\r\n\r\n", .unsupportedVersion, .httpVersionNotSupported),
        Case("GET / HTTP/0.9\r\nHost: a\r\n\r\n", .unsupportedVersion, .httpVersionNotSupported),
        Case("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", .unsupportedMethod, .notImplemented),
        Case("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET a HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Case("GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
    ]

    static let fields: [Case] = [
        .lines("X: a\nY: b", .badLineEnd),
        .lines("X : a", .whitespaceBeforeColon),
        .lines("X\t: a", .whitespaceBeforeColon),
        .lines("X: a\r\n b", .lineFolding),
        .lines("X: a\r\n\tb: c", .lineFolding),
        Case("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .lineFolding),
        .lines(": a", .malformedFieldName),
        .lines("X", .malformedFieldName),
        .lines("X Y: a", .malformedFieldName),
        .lines("X(: a", .malformedFieldName),
        .lines("\u{E9}: a", .malformedFieldName),
        .lines("X\u{0}: a", .malformedFieldName),
        .lines("X: a\u{0}", .malformedFieldValue),
        .lines("X: a\rb", .malformedFieldValue),
        .lines("X: a\r", .malformedFieldValue),
        .lines("X: \u{7F}", .malformedFieldValue),
        .lines("X: \u{1B}[31m", .malformedFieldValue),
        Case("GET / HTTP/1.1\r\n\r\n", .invalidHost),
        Case("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .invalidHost),
        Case("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", .invalidHost),
        Case("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .invalidHost),
        Case("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .invalidHost),
        Case("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .invalidHost),
        Case("GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", .invalidHost),
        Case("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .invalidHost),
    ]

    static let framing: [Case] = [
        .lines("Content-Length: 1\r\nContent-Length: 1", .invalidContentLength),
        .lines("Content-Length: 1, 1", .invalidContentLength),
        .lines("Content-Length: +1", .invalidContentLength),
        .lines("Content-Length: -1", .invalidContentLength),
        .lines("Content-Length: 1 1", .invalidContentLength),
        .lines("Content-Length: 0x1", .invalidContentLength),
        .lines("Content-Length:", .invalidContentLength),
        .lines("Content-Length: 9223372036854775808", .invalidContentLength),
        .lines("Content-Length: 18446744073709551617", .invalidContentLength),
        .lines("Content-Length: 1048577", .bodyTooLarge, .contentTooLarge),
        .lines("Content-Length: 1\r\nTransfer-Encoding: chunked", .conflictingFraming),
        .lines("Transfer-Encoding: gzip", .unsupportedTransferCoding, .notImplemented),
        .lines("Transfer-Encoding: gzip, chunked", .unsupportedTransferCoding, .notImplemented),
        .lines("Transfer-Encoding: chunked, chunked", .unsupportedTransferCoding, .notImplemented),
        .lines("Transfer-Encoding: chunked;a=b", .unsupportedTransferCoding, .notImplemented),
        .lines("Transfer-Encoding: \u{B}chunked", .malformedFieldValue),
        .lines("Transfer-Encoding:", .unsupportedTransferCoding, .notImplemented),
        .lines(
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            .unsupportedTransferCoding,
            .notImplemented
        ),
        Case("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .transferCodingInHTTP10),
        .chunks("\r\n", .invalidChunkSize),
        .chunks("g\r\n", .invalidChunkSize),
        .chunks("0x5\r\n", .invalidChunkSize),
        .chunks("-1\r\n", .invalidChunkSize),
        .chunks(" 5\r\n", .invalidChunkSize),
        .chunks("5 \r\n", .invalidChunkSize),
        .chunks("5 5\r\n", .invalidChunkSize),
        .chunks("5;a\u{0}\r\n", .invalidChunkSize),
        .chunks("5;a\rb\r\n", .invalidChunkSize),
        .chunks("5\nhello", .badLineEnd),
        .chunks("7fffffffffffffff\r\n", .bodyTooLarge, .contentTooLarge),
        .chunks("1\r\na\r\n7fffffffffffffff\r\n", .bodyTooLarge, .contentTooLarge),
        .chunks("8000000000000000\r\n", .invalidChunkSize),
        .chunks("10000000000000000\r\n", .invalidChunkSize),
        .chunks("100001\r\n", .bodyTooLarge, .contentTooLarge),
        .chunks("5\r\nhello!\r\n", .invalidChunkEnd),
        .chunks("5\r\nhello\n0\r\n", .invalidChunkEnd),
        .chunks("5\r\nhello\r0\r\n", .invalidChunkEnd),
        .chunks("0\r\nX : 1\r\n\r\n", .whitespaceBeforeColon),
        .chunks("0\r\nX: 1\n\r\n", .badLineEnd),
    ]

    @Test("with the right reason, whatever the delivery", arguments: startLines + fields + framing)
    func refuses(_ example: Case) {
        for delivery in Delivery.all {
            #expect(Transcript.ofRequests(example.text, delivery).error == example.kind)
        }
        #expect(HTTPParseError(example.kind).status == example.status)
    }
}
