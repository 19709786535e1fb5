import HTTPCore

extension ResponseCases {
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let empty = "Content-Length: 0\r\n\r\n"

    static let statusLines: [ResponseCase] = [
        ResponseCase("RFC 9112, 4", "version, code, reason", ok + empty, .reads("200 OK")),
        ResponseCase("RFC 9112, 4", "no reason", "HTTP/1.1 299 \r\n" + empty, .reads("299")),
        ResponseCase("RFC 9112, 4", "no reason and no space", "HTTP/1.1 299\r\n" + empty, .reads("299")),
        ResponseCase("RFC 9112, 4", "another reason", "HTTP/1.1 404 Nope \u{E9}\r\n" + empty, .reads("404 Not Found")),
        ResponseCase("RFC 9112, 2.3", "a later minor version", "HTTP/1.2 200 OK\r\n" + empty, .reads("200 OK")),
        ResponseCase("RFC 9112, 2.2", "a bare LF", "HTTP/1.1 200 OK\n\n", .refused(.badLineEnd)),
        ResponseCase("RFC 9112, 2.2", "an empty line before", "\r\n" + ok + empty, .refused(.malformedStartLine)),
        ResponseCase("RFC 9112, 4", "two spaces", "HTTP/1.1  200 OK\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase("RFC 9112, 4", "two digits", "HTTP/1.1 20 OK\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase("RFC 9112, 4", "four digits", "HTTP/1.1 2000 OK\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase("RFC 9112, 4", "a sign", "HTTP/1.1 +20 OK\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase("RFC 9112, 4", "no code", "HTTP/1.1\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase("RFC 9110, 15", "below 100", "HTTP/1.1 099 OK\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase("RFC 9110, 15", "above 599", "HTTP/1.1 600 OK\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase(
            "RFC 9112, 4",
            "a bare CR in the reason",
            "HTTP/1.1 200 O\rK\r\n\r\n",
            .refused(.malformedStartLine)
        ),
        ResponseCase("RFC 9112, 4", "NUL in the reason", "HTTP/1.1 200 O\0\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase("RFC 9112, 2.3", "another protocol", "ICY 200 OK\r\n\r\n", .refused(.malformedStartLine)),
        ResponseCase("RFC 9112, 2.3", "HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", .refused(.unsupportedVersion)),
        ResponseCase(
            "RFC 9112, 5.1",
            "a space before the colon",
            ok + "X : a\r\n\r\n",
            .refused(.whitespaceBeforeColon)
        ),
        ResponseCase("RFC 9112, 5.2", "obs-fold", ok + "X: a\r\n b\r\n\r\n", .refused(.lineFolding)),
        ResponseCase("RFC 9110, 5.5", "NUL in a value", ok + "X: a\0\r\n\r\n", .refused(.malformedFieldValue)),
    ]

    static let contents: [ResponseCase] = [
        ResponseCase("RFC 9112, 6.3", "a length", ok + "Content-Length: 2\r\n\r\nhi", .reads("200 OK", body: "hi")),
        ResponseCase(
            "RFC 9112, 7.1",
            "chunks",
            ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1\r\n!\r\n0\r\nX: 1\r\n\r\n",
            .reads("200 OK", body: "hi!")
        ),
        ResponseCase(
            "RFC 9112, 6.3",
            "until close",
            "HTTP/1.0 200 OK\r\n\r\nall of it\r\n",
            .readsUntilClose("200 OK", body: "all of it\r\n")
        ),
        ResponseCase("RFC 9112, 6.3", "until close, empty", ok + "\r\n", .readsUntilClose("200 OK")),
        ResponseCase(
            "RFC 9112, 6.3",
            "HEAD has no content, whatever its length",
            to: .head,
            ok + "Content-Length: 9999999999\r\n\r\n",
            .reads("200 OK")
        ),
        ResponseCase(
            "RFC 9112, 6.3",
            "HEAD has no content, chunked or not",
            to: .head,
            ok + "Transfer-Encoding: chunked\r\n\r\n",
            .reads("200 OK")
        ),
        ResponseCase("RFC 9110, 15.3.5", "204", "HTTP/1.1 204 No Content\r\n\r\n", .reads("204 No Content")),
        ResponseCase(
            "RFC 9112, 6.3",
            "204 has no content, whatever its length",
            "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
            .reads("204 No Content")
        ),
        ResponseCase(
            "RFC 9110, 15.4.5",
            "304 with the length it would have",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
            .reads("304 Not Modified")
        ),
        ResponseCase(
            "RFC 9110, 15.2",
            "interim responses are skipped",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + "HTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx",
            .reads("201 Created", body: "x")
        ),
        ResponseCase("RFC 9110, 15.2", "an interim response alone", "HTTP/1.1 100 Continue\r\n\r\n", .waits),
        ResponseCase(
            "RFC 9110, 15.2.2",
            "101 is final here",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
            .reads("101 Switching Protocols")
        ),
        ResponseCase("RFC 9112, 8", "nothing", "", .waits),
        ResponseCase("RFC 9112, 8", "a head without its end", ok + "X: a\r\n", .waits),
        ResponseCase("RFC 9112, 8", "content cut short", ok + "Content-Length: 3\r\n\r\nhi", .waits),
        ResponseCase(
            "RFC 9112, 8",
            "chunks without the last",
            ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
            .waits
        ),
        ResponseCase(
            "RFC 9112, 9.2",
            "content after 204",
            "HTTP/1.1 204 No Content\r\n\r\nx",
            .refused(.unexpectedResponse)
        ),
        ResponseCase("RFC 9112, 9.2", "a second answer", ok + empty + ok + empty, .refused(.unexpectedResponse)),
    ]

    static let framings: [ResponseCase] = [
        framing("RFC 9112, 6.3", "a repeated length", "Content-Length: 1\r\nContent-Length: 1", .invalidContentLength),
        framing("RFC 9112, 6.3", "two lengths", "Content-Length: 1\r\nContent-Length: 2", .invalidContentLength),
        framing("RFC 9112, 6.3", "a list of lengths", "Content-Length: 1, 1", .invalidContentLength),
        framing("RFC 9110, 8.6", "a signed length", "Content-Length: +1", .invalidContentLength),
        framing("RFC 9110, 15.5.14", "above 1 MiB", "Content-Length: 1048577", .bodyTooLarge),
        framing("RFC 9112, 6.3", "both", "Content-Length: 1\r\nTransfer-Encoding: chunked", .conflictingFraming),
        framing("RFC 9112, 6.1", "an unknown coding", "Transfer-Encoding: gzip", .unsupportedTransferCoding),
        framing(
            "RFC 9112, 6.3",
            "chunked is not the last",
            "Transfer-Encoding: chunked, x",
            .unsupportedTransferCoding
        ),
        ResponseCase(
            "RFC 9112, 6.1",
            "a coding in HTTP/1.0",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            .refused(.transferCodingInHTTP10)
        ),
        ResponseCase(
            "RFC 9112, 7.1",
            "chunk data without its line end",
            ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi!\r\n",
            .refused(.invalidChunkEnd)
        ),
    ]

    private static func framing(
        _ source: String,
        _ name: String,
        _ lines: String,
        _ kind: HTTPParseError.Kind
    ) -> ResponseCase { ResponseCase(source, name, ok + lines + "\r\n\r\n", .refused(kind)) }
}
