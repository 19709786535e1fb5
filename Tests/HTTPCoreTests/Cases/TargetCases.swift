/// A target that is accepted, and what it means.
struct TargetCase: Sendable {
    let source: String
    let target: String
    let path: String
    var query: String?
    /// What the request is for, beside `Host: a`.
    var authority = "a"

    init(_ source: String, _ target: String, _ path: String, _ query: String? = nil, authority: String = "a") {
        self.source = source
        self.target = target
        self.path = path
        self.query = query
        self.authority = authority
    }
}

enum TargetCases {
    static let all = forms + escapes + dotSegments

    private static let forms: [TargetCase] = [
        TargetCase("RFC 9112, 3.2.1", "/", "/"),
        TargetCase("RFC 9112, 3.2.1", "/a/b?c=d", "/a/b", "c=d"),
        TargetCase("RFC 9112, 3.2.1", "/a?b=c?d", "/a", "b=c?d"),
        TargetCase("RFC 9112, 3.2.1", "/a?", "/a", ""),
        TargetCase("RFC 9112, 3.2.1", "/?/../b", "/", "/../b"),
        TargetCase("RFC 9112, 3.2.1", "//a//b/", "//a//b/"),
        TargetCase("RFC 9112, 3.2.1", "/a://b?c", "/a://b", "c"),
        TargetCase("RFC 9112, 3.2.2", "http://b", "/", authority: "b"),
        TargetCase("RFC 9112, 3.2.2", "http://b:8080/c?d", "/c", "d", authority: "b:8080"),
        TargetCase("RFC 9112, 3.2.2", "HTTP://b?d", "/", "d", authority: "b"),
        TargetCase("RFC 9112, 3.2.2", "http://[::1]:80/", "/", authority: "[::1]:80"),
        TargetCase("RFC 9112, 3.2.2", "http://b/../c", "/c", authority: "b"),
    ]

    private static let escapes: [TargetCase] = [
        TargetCase("RFC 3986, 6.2.2.2", "/%61%2D%2e%5F%7e%39", "/a-._~9"),
        TargetCase("RFC 3986, 6.2.2.1", "/a%20b%c3%a9", "/a%20b%C3%A9"),
        TargetCase("RFC 3986, 2.2", "/a%2fb%3fc%23", "/a%2Fb%3Fc%23"),
        TargetCase("RFC 3986, 2.4", "/%2561", "/%2561"),
        TargetCase("RFC 3986, 3.3", "/!$&'()*+,;=:@", "/!$&'()*+,;=:@"),
        // A query is its handler's to read, and forms in the wild send a bare `%`.
        TargetCase("WHATWG URL, 5.1", "/?a=100%&b=%00&c=%ff", "/", "a=100%&b=%00&c=%ff"),
    ]

    private static let dotSegments: [TargetCase] = [
        TargetCase("RFC 3986, 5.2.4", "/a/b/c/./../../g", "/a/g"),
        TargetCase("RFC 3986, 5.2.4", "/.", "/"),
        TargetCase("RFC 3986, 5.2.4", "/..", "/"),
        TargetCase("RFC 3986, 5.2.4", "/../../etc/passwd", "/etc/passwd"),
        TargetCase("RFC 3986, 5.2.4", "/a/.", "/a/"),
        TargetCase("RFC 3986, 5.2.4", "/a/..", "/"),
        TargetCase("RFC 3986, 5.2.4", "/a/b/..", "/a/"),
        TargetCase("RFC 3986, 5.2.4", "/a//../b", "/a/b"),
        TargetCase("RFC 3986, 5.2.4", "/a/.../b.c/.d/e..", "/a/.../b.c/.d/e.."),
        TargetCase("RFC 3986, 6.2.2.3", "/a/%2e%2E/%2E/b", "/b"),
        TargetCase("RFC 3986, 2.2", "/a/..%2f..%2fb", "/a/..%2F..%2Fb"),
        TargetCase("RFC 3986, 2.4", "/a/%252e%252e/b", "/a/%252e%252e/b"),
    ]
}
