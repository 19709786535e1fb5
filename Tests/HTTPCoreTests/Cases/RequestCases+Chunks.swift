import HTTPCore

extension RequestCases {
    private static let fieldsRead = "host: a\ntransfer-encoding: Chunked"

    static let chunks: [RequestCase] = [
        chunks(
            "RFC 9112, 7.1",
            "sizes in hexadecimal of any case and length",
            "5\r\nhello\r\n00a\r\n, chunked!\r\n0\r\n\r\n",
            .reads("POST /", fields: fieldsRead, body: "hello, chunked!")
        ),
        chunks("RFC 9112, 7.1", "no chunk but the last", "000\r\n\r\n", .accepted(body: "")),
        chunks(
            "RFC 9112, 7.1",
            "data that looks like chunks",
            "5\r\n0\r\n\r\n\r\n0\r\n\r\n",
            .accepted(body: "0\r\n\r\n")
        ),
        chunks("RFC 9112, 7.1.1", "extensions", "2 ; q=\"v\";r\r\nhi\r\n0;a=b\r\n\r\n", .accepted(body: "hi")),
        chunks("RFC 9112, 7.1.1", "a tab before an extension", "2\t;r\r\nhi\r\n0\r\n\r\n", .accepted(body: "hi")),
        chunks(
            "RFC 9112, 7.1.2",
            "trailers are discarded",
            "2\r\nhi\r\n0\r\nX-Sum: 1\r\nHost: b\r\nContent-Length: 9\r\n\r\n",
            .reads("POST /", fields: fieldsRead, body: "hi")
        ),
        chunks("RFC 9112, 7.1", "no last chunk", "2\r\nhi\r\n", .waits),
        chunks("RFC 9112, 7.1.2", "trailers without an end", "0\r\nX: 1\r\n", .waits),
        chunks("RFC 9112, 7.1", "no size", "\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "an extension without a size", ";a\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "no digit", "g\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "0x", "0x5\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "minus", "-1\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "plus", "+1\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "underscore", "1_0\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "a space before", " 5\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "a space after", "5 \r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "two numbers", "5 5\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "2^63", "8000000000000000\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "2^64", "10000000000000000\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1", "2^63 - 1", "7fffffffffffffff\r\n", tooLarge),
        chunks("RFC 9112, 7.1", "a sum above 2^63", "1\r\na\r\n7fffffffffffffff\r\n", tooLarge),
        chunks("RFC 9110, 15.5.14", "above 1 MiB", "100001\r\n", tooLarge),
        chunks("RFC 9112, 7.1.1", "NUL in an extension", "5;a\0\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 7.1.1", "a bare CR in an extension", "5;a\rb\r\n", .refused(.invalidChunkSize)),
        chunks("RFC 9112, 2.2", "a bare LF after the size", "5\nhello", .refused(.badLineEnd)),
        chunks("RFC 9112, 2.2", "a bare LF in an extension", "5;a\nhello", .refused(.badLineEnd)),
        chunks("RFC 9112, 7.1", "more data than said", "5\r\nhello!\r\n", .refused(.invalidChunkEnd)),
        chunks("RFC 9112, 7.1", "less data than said", "5\r\nhell\r\n0\r\n\r\n", .refused(.invalidChunkEnd)),
        chunks("RFC 9112, 7.1", "a bare LF after the data", "5\r\nhello\n0\r\n", .refused(.invalidChunkEnd)),
        chunks("RFC 9112, 7.1", "a bare CR after the data", "5\r\nhello\r0\r\n", .refused(.invalidChunkEnd)),
        chunks("RFC 9112, 7.1.2", "a malformed trailer", "0\r\nX : 1\r\n\r\n", .refused(.whitespaceBeforeColon)),
        chunks("RFC 9112, 7.1.2", "a folded trailer", "0\r\nX: 1\r\n 2\r\n\r\n", .refused(.lineFolding)),
        chunks("RFC 9112, 7.1.2", "a bare LF in trailers", "0\r\nX: 1\n\r\n", .refused(.badLineEnd)),
        chunks("RFC 9112, 7.1", "a bare LF at the end", "0\r\n\n", .refused(.badLineEnd)),
    ]

    private static let tooLarge = RequestCase.Outcome.refused(.bodyTooLarge, .contentTooLarge)

    private static func chunks(
        _ source: String,
        _ name: String,
        _ content: String,
        _ outcome: RequestCase.Outcome
    ) -> RequestCase {
        RequestCase(
            source,
            name,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n\(content)",
            outcome
        )
    }
}
