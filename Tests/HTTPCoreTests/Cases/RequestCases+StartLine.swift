import HTTPCore

extension RequestCases {
    private static let rest = "\r\nHost: a\r\n\r\n"

    private static func line(
        _ source: String,
        _ name: String,
        _ line: String,
        _ outcome: RequestCase.Outcome
    ) -> RequestCase { RequestCase(source, name, line + rest, outcome) }

    static let startLines: [RequestCase] = [
        line("RFC 9112, 3", "method, target, version", "GET / HTTP/1.1", .reads("GET /", fields: "host: a")),
        line(
            "RFC 9110, 9.1",
            "any token is a method",
            "M-SEARCH* / HTTP/1.1",
            .reads("M-SEARCH* /", fields: "host: a")
        ),
        line("RFC 9110, 9.1", "methods have case", "get / HTTP/1.1", .reads("get /", fields: "host: a")),
        line("RFC 9112, 2.3", "a later minor version is 1.1", "GET / HTTP/1.9", .reads("GET /", fields: "host: a")),
        RequestCase("RFC 9112, 3.2", "1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n", .reads("GET /", fields: "")),
        line("RFC 9112, 2.2", "one empty line before", "\r\nGET / HTTP/1.1", .reads("GET /", fields: "host: a")),
        line("RFC 9112, 2.2", "two empty lines before", "\r\n\r\nGET / HTTP/1.1", .refused(.malformedStartLine)),
        line("RFC 9112, 2.2", "a bare LF before", "\nGET / HTTP/1.1", .refused(.badLineEnd)),
        line("RFC 9112, 2.2", "a bare CR before", "\rGET / HTTP/1.1", .refused(.badLineEnd)),
        RequestCase("RFC 9112, 2.2", "an empty line alone", "\r\n", .waits),
        RequestCase("RFC 9112, 2.2", "a CR alone may begin a line end", "\r", .waits),
        RequestCase("RFC 9112, 2.2", "a bare LF", "GET / HTTP/1.1\nHost: a\r\n\r\n", .refused(.badLineEnd)),
        RequestCase("RFC 9112, 2.2", "a bare CR", "GET / HTTP/1.1\rHost: a\r\n\r\n", .refused(.malformedStartLine)),
        line("RFC 9112, 3", "a space before", " GET / HTTP/1.1", .refused(.malformedStartLine)),
        line("RFC 9112, 3", "two spaces after the method", "GET  / HTTP/1.1", .refused(.malformedTarget)),
        line("RFC 9112, 3", "two spaces after the target", "GET /  HTTP/1.1", .refused(.malformedTarget)),
        line("RFC 9112, 3", "a space after the version", "GET / HTTP/1.1 ", .refused(.malformedStartLine)),
        line("RFC 9112, 3", "a tab for a space", "GET\t/ HTTP/1.1", .refused(.malformedStartLine)),
        line("RFC 9112, 3", "no version (HTTP/0.9)", "GET /", .refused(.malformedStartLine)),
        line("RFC 9112, 3", "a method alone", "GET", .refused(.malformedStartLine)),
        line("RFC 9112, 3", "no target", "GET HTTP/1.1", .refused(.malformedStartLine)),
        line("RFC 9110, 9.1", "a method that is no token", "G(T / HTTP/1.1", .refused(.malformedStartLine)),
        line("RFC 9110, 9.1", "NUL in a method", "G\0T / HTTP/1.1", .refused(.malformedStartLine)),
        line("RFC 9112, 2.3", "the name has case", "GET / http/1.1", .refused(.malformedStartLine)),
        line("RFC 9112, 2.3", "one digit each", "GET / HTTP/1.10", .refused(.malformedStartLine)),
        line("RFC 9112, 2.3", "both digits", "GET / HTTP/1", .refused(.malformedStartLine)),
        line("RFC 9112, 2.3", "digits only", "GET / HTTP/1.x", .refused(.malformedStartLine)),
        line(
            "RFC 9110, 15.6.6",
            "0.9 by name",
            "GET / HTTP/0.9",
            .refused(.unsupportedVersion, .httpVersionNotSupported)
        ),
        line("RFC 9110, 15.6.6", "HTTP/2", "GET / HTTP/2.0", .refused(.unsupportedVersion, .httpVersionNotSupported)),
        RequestCase(
            "RFC 9113, 3.4",
            "the preface of HTTP/2",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            .refused(.unsupportedVersion, .httpVersionNotSupported)
        ),
        // This is no proxy: a method that it does not implement, whatever the target (RFC 9110, 15.6.2).
        line("RFC 9112, 3.2.3", "CONNECT", "CONNECT a:80 HTTP/1.1", .refused(.unsupportedMethod, .notImplemented)),
        line(
            "RFC 9112, 3.2.3",
            "CONNECT to a path",
            "CONNECT / HTTP/1.1",
            .refused(.unsupportedMethod, .notImplemented)
        ),
    ]
}
