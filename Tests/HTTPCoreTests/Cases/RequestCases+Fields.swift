import HTTPCore

extension RequestCases {
    private static let section = "RFC 9112, 5"

    static let fields: [RequestCase] = [
        lines(
            "RFC 9110, 5.5",
            "whitespace around values, tab inside, obs-text, repeated names",
            "X-A: \t b\tc \t\r\nx-a:\u{E9}\r\nX-Empty:   ",
            .reads("POST /", fields: "host: a\nx-a: b\tc\nx-a: \u{E9}\nx-empty: ")
        ),
        lines("RFC 9110, 5.1", "any token is a name", "!#$%&'*+-.^_`|~9: a", .accepted(body: "")),
        lines("RFC 9110, 5.5", "colons and commas in values", "X: a:b, c: d", .accepted(body: "")),
        lines("RFC 9112, 2.2", "a bare LF", "X: a\nY: b", .refused(.badLineEnd)),
        lines("RFC 9112, 2.2", "LF alone for the empty line", "X: a\n", .refused(.badLineEnd)),
        lines("RFC 9112, 2.2", "a bare CR in a value", "X: a\rb", .refused(.malformedFieldValue)),
        lines("RFC 9112, 2.2", "CR CR LF", "X: a\r", .refused(.malformedFieldValue)),
        lines("RFC 9112, 2.2", "a bare CR in a name", "X\rY: a", .refused(.malformedFieldName)),
        lines("RFC 9112, 5.1", "a space before the colon", "X : a", .refused(.whitespaceBeforeColon)),
        lines("RFC 9112, 5.1", "a tab before the colon", "X\t: a", .refused(.whitespaceBeforeColon)),
        lines("RFC 9112, 5.1", "a framing field in disguise", "Content-Length : 1", .refused(.whitespaceBeforeColon)),
        lines("RFC 9112, 5.2", "obs-fold", "X: a\r\n b", .refused(.lineFolding)),
        lines("RFC 9112, 5.2", "obs-fold that looks like a field", "X: a\r\n\tb: c", .refused(.lineFolding)),
        RequestCase(
            "RFC 9112, 2.2",
            "whitespace before the first field",
            "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
            .refused(.lineFolding)
        ),
        RequestCase(
            "RFC 9112, 2.2",
            "whitespace alone before the first field",
            "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n",
            .refused(.lineFolding)
        ),
        lines(section, "no name", ": a", .refused(.malformedFieldName)),
        lines(section, "no colon", "X", .refused(.malformedFieldName)),
        lines(section, "two words for a name", "X Y: a", .refused(.malformedFieldName)),
        lines("RFC 9110, 5.1", "a name that is no token", "X(: a", .refused(.malformedFieldName)),
        lines("RFC 9110, 5.1", "a name that is not ASCII", "\u{E9}: a", .refused(.malformedFieldName)),
        lines("RFC 9110, 5.1", "NUL in a name", "X\0: a", .refused(.malformedFieldName)),
        lines("RFC 9110, 5.5", "NUL in a value", "X: a\0", .refused(.malformedFieldValue)),
        lines("RFC 9110, 5.5", "DEL", "X: \u{7F}", .refused(.malformedFieldValue)),
        lines("RFC 9110, 5.5", "ESC", "X: \u{1B}[31m", .refused(.malformedFieldValue)),
    ]

    static let hosts: [RequestCase] = [
        host("a name", "example", .reads("GET /", fields: "host: example")),
        host("a port", "example:8080", .reads("GET /", fields: "host: example:8080")),
        host("a port that is empty (RFC 3986, 3.2.3)", "a:", .accepted(body: "")),
        host("IPv4", "127.0.0.1:80", .accepted(body: "")),
        host("IPv6", "[::1]:80", .accepted(body: "")),
        host("an escape", "a%2Db", .accepted(body: "")),
        // A target without an authority has an empty one, and then so has the field.
        host("empty", "", .reads("GET /", fields: "host: ")),
        RequestCase("RFC 9112, 3.2", "missing", "GET / HTTP/1.1\r\n\r\n", .refused(.invalidHost)),
        RequestCase(
            "RFC 9112, 3.2",
            "missing beside the absolute form",
            "GET http://a/ HTTP/1.1\r\n\r\n",
            .refused(.invalidHost)
        ),
        RequestCase(
            "RFC 9112, 3.2",
            "twice",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            .refused(.invalidHost)
        ),
        RequestCase(
            "RFC 9112, 3.2",
            "twice in HTTP/1.0",
            "GET / HTTP/1.0\r\nHost: a\r\nhost: a\r\n\r\n",
            .refused(.invalidHost)
        ),
        host("a space", "a b", .refused(.invalidHost)),
        host("a list", "a, b", .refused(.invalidHost)),
        host("a path", "a/b", .refused(.invalidHost)),
        host("user information", "u@a", .refused(.invalidHost)),
        host("a port above 65535", "a:65536", .refused(.invalidHost)),
        host("a port that is no number", "a:8x", .refused(.invalidHost)),
        host("two ports", "a:1:2", .refused(.invalidHost)),
        host("an open bracket", "[::1", .refused(.invalidHost)),
        host("letters after a bracket", "[::1]a", .refused(.invalidHost)),
        host("an escape that is none", "a%zz", .refused(.invalidHost)),
        host("an escaped NUL", "a%00", .refused(.invalidHost)),
        host("not ASCII", "\u{E9}", .refused(.invalidHost)),
    ]

    private static func host(_ name: String, _ value: String, _ outcome: RequestCase.Outcome) -> RequestCase {
        RequestCase("RFC 9110, 7.2", name, "GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n", outcome)
    }
}
