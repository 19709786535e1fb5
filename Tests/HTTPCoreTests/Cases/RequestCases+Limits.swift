import HTTPCore

extension RequestCases {
    /// For each limit a request that just keeps it, and one that just does not.
    static let limits: [RequestCase] =
        limit(
            "RFC 9112, 3",
            "request line",
            "GET /234567 HTTP/1.0\r\n\r\n",
            "GET /2345678 HTTP/1.0\r\n\r\n",
            .refused(.startLineTooLong, .uriTooLong)
        )
        + limit(
            "RFC 6585, 5",
            "field bytes",
            "GET / HTTP/1.0\r\nA: 4567890123456\r\nB: 45678901234567890\r\n\r\n",
            "GET / HTTP/1.0\r\nA: 4567890123456\r\nB: 456789012345678901\r\n\r\n",
            .refused(.headerTooLarge, .requestHeaderFieldsTooLarge)
        )
        + limit(
            "RFC 6585, 5",
            "field lines",
            "GET / HTTP/1.0\r\nA:1\r\nA:2\r\nA:3\r\n\r\n",
            "GET / HTTP/1.0\r\nA:1\r\nA:2\r\nA:3\r\nA:4\r\n\r\n",
            .refused(.tooManyFields, .requestHeaderFieldsTooLarge)
        )
        + limit(
            "RFC 9110, 15.5.14",
            "content",
            "GET / HTTP/1.0\r\nContent-Length: 10\r\n\r\n0123456789",
            "GET / HTTP/1.0\r\nContent-Length: 11\r\n\r\n01234567890",
            body: "0123456789",
            .refused(.bodyTooLarge, .contentTooLarge)
        )
        + limit(
            "RFC 9110, 15.5.14",
            "content in chunks",
            chunked + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n",
            chunked + "5\r\n01234\r\n6\r\n567890\r\n0\r\n\r\n",
            body: "0123456789",
            .refused(.bodyTooLarge, .contentTooLarge)
        )
        + limit(
            "RFC 9112, 7.1.1",
            "chunk line",
            chunked + "0;23456789012345\r\n\r\n",
            chunked + "0;234567890123456\r\n\r\n",
            .refused(.chunkLineTooLong)
        )
        + limit(
            "RFC 9112, 7.1.1",
            "all chunk extensions",
            chunked + "1;234567890\r\n0\r\n1;234567890\r\n0\r\n1;234567890\r\n0\r\n0;234567890\r\n\r\n",
            chunked + "1;234567890\r\n0\r\n1;234567890\r\n0\r\n1;234567890\r\n0\r\n0;2345678901\r\n\r\n",
            body: "000",
            .refused(.chunkLineTooLong)
        )
        + limit(
            "RFC 6585, 5",
            "trailer bytes",
            chunked + "0\r\nA: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n\r\n",
            chunked + "0\r\nA: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n\r\n",
            .refused(.trailersTooLarge, .requestHeaderFieldsTooLarge)
        )
        + limit(
            "RFC 6585, 5",
            "trailer lines",
            chunked + "0\r\nA:1\r\nA:2\r\nA:3\r\n\r\n",
            chunked + "0\r\nA:1\r\nA:2\r\nA:3\r\nA:4\r\n\r\n",
            .refused(.trailersTooLarge, .requestHeaderFieldsTooLarge)
        )
        // A peer that never ends its line waits for nothing once the limit is passed.
        + [
            small(RequestCase("RFC 9112, 3", "a line without end", String(repeating: "a", count: 21), .waits)),
            small(
                RequestCase(
                    "RFC 9112, 3",
                    "a line without end, too long",
                    String(repeating: "a", count: 22),
                    .refused(.startLineTooLong, .uriTooLong)
                )
            ),
        ]

    /// What these cases are held to.
    static let smallLimits = HTTPLimits(
        maxRequestLineBytes: 20,
        maxHeaderBytes: 40,
        maxHeaderCount: 3,
        maxBodyBytes: 10,
        maxChunkLineBytes: 16
    )

    private static let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:chunked\r\n\r\n"

    private static func limit(
        _ source: String,
        _ name: String,
        _ fits: String,
        _ exceeds: String,
        body: String = "",
        _ refusal: RequestCase.Outcome
    ) -> [RequestCase] {
        [
            small(RequestCase(source, "\(name): the last byte within", fits, .accepted(body: body))),
            small(RequestCase(source, "\(name): the first byte beyond", exceeds, refusal)),
        ]
    }

    private static func small(_ example: RequestCase) -> RequestCase {
        var example = example
        example.limits = smallLimits
        return example
    }
}
