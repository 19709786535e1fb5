import HTTPCore

extension RequestCases {
    private static let section = "RFC 9112, 6.3"

    static let lengths: [RequestCase] = [
        RequestCase(
            section,
            "content of a stated length",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello\r\nyou\n",
            .reads("POST /", fields: "host: a\ncontent-length: 11", body: "hello\r\nyou\n")
        ),
        lines(section, "zero", "Content-Length: 0", .accepted(body: "")),
        lines("RFC 9110, 8.6", "digits, as many as there are", "Content-Length: 000", .accepted(body: "")),
        // Without both there is no content, whatever the method: nothing here ever needs a 411 (RFC 9110, 15.5.12).
        RequestCase(
            section,
            "POST without a length has no content",
            "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
            .reads("POST /", fields: "host: a")
        ),
        RequestCase(
            section,
            "GET may have content",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
            .accepted(body: "hi")
        ),
        RequestCase(
            section,
            "content that is not all there",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nhi",
            .waits
        ),
        // A recipient may take equal values for one. Two parsers that pick differently are how requests are smuggled.
        lines(section, "repeated", "Content-Length: 1\r\nContent-Length: 1", .refused(.invalidContentLength)),
        lines(section, "conflicting", "Content-Length: 1\r\nContent-Length: 2", .refused(.invalidContentLength)),
        lines(section, "a list", "Content-Length: 1, 1", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "plus", "Content-Length: +1", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "minus", "Content-Length: -1", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "two numbers", "Content-Length: 1 1", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "hexadecimal", "Content-Length: 0x1", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "underscore", "Content-Length: 1_0", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "digits that are not ASCII", "Content-Length: \u{661}", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "empty", "Content-Length:", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "2^63", "Content-Length: 9223372036854775808", .refused(.invalidContentLength)),
        lines("RFC 9110, 8.6", "2^64 + 1", "Content-Length: 18446744073709551617", .refused(.invalidContentLength)),
        lines("RFC 9110, 15.5.14", "above 1 MiB", "Content-Length: 1048577", .refused(.bodyTooLarge, .contentTooLarge)),
    ]

    static let codings: [RequestCase] = [
        lines("RFC 9112, 6.3", "both framings", "Content-Length: 1\r\nTransfer-Encoding: chunked", conflicting),
        lines(
            "RFC 9112, 6.3",
            "both, the other way round",
            "Transfer-Encoding: chunked\r\nContent-Length: 1",
            conflicting
        ),
        lines("RFC 9112, 6.3", "both, one unknown", "Transfer-Encoding: x\r\nContent-Length: 1", conflicting),
        lines("RFC 9112, 6.1", "an unknown coding", "Transfer-Encoding: gzip", notImplemented),
        lines("RFC 9112, 6.1", "an unknown coding before chunked", "Transfer-Encoding: gzip, chunked", notImplemented),
        lines("RFC 9112, 6.3", "chunked is not the last", "Transfer-Encoding: chunked, gzip", notImplemented),
        lines("RFC 9112, 6.1", "chunked twice", "Transfer-Encoding: chunked, chunked", notImplemented),
        lines(
            "RFC 9112, 6.1",
            "chunked in two fields",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            notImplemented
        ),
        lines("RFC 9112, 7", "chunked has no parameters", "Transfer-Encoding: chunked;a=b", notImplemented),
        lines("RFC 9112, 6.1", "no coding", "Transfer-Encoding:", notImplemented),
        lines("RFC 9112, 6.1", "a list with an empty element", "Transfer-Encoding: ,chunked", notImplemented),
        lines("RFC 9112, 6.1", "quoted", "Transfer-Encoding: \"chunked\"", notImplemented),
        lines("RFC 9112, 6.1", "nearly chunked", "Transfer-Encoding: xchunked", notImplemented),
        lines(
            "RFC 9110, 5.5",
            "a control before chunked",
            "Transfer-Encoding: \u{B}chunked",
            .refused(.malformedFieldValue)
        ),
        RequestCase(
            "RFC 9112, 6.1",
            "in HTTP/1.0",
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
            .refused(.transferCodingInHTTP10)
        ),
    ]

    // A server may refuse such a request (RFC 9112, 6.1), and one that never does less cannot be deceived.
    private static let conflicting = RequestCase.Outcome.refused(.conflictingFraming)
    private static let notImplemented = RequestCase.Outcome.refused(.unsupportedTransferCoding, .notImplemented)
}
