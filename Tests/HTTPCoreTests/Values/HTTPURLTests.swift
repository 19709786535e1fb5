import HTTPCore
import Testing

@Suite("URLs and queries")
struct HTTPURLTests {
    @Test(
        "are taken apart",
        arguments: [
            ("http://backend", "backend", 80, "/", "backend"),
            ("HTTP://Backend:8080", "backend", 8080, "/", "backend:8080"),
            ("http://a.b-c_d/x/y?q=1&r#frag", "a.b-c_d", 80, "/x/y?q=1&r", "a.b-c_d"),
            ("http://a?q", "a", 80, "/?q", "a"),
            ("http://a#f", "a", 80, "/", "a"),
            ("http://a:80/", "a", 80, "/", "a"),
            ("http://127.0.0.1:65535/", "127.0.0.1", 65535, "/", "127.0.0.1:65535"),
            ("http://[::1]:8080/x", "::1", 8080, "/x", "[::1]:8080"),
            ("http://[FE80::A]", "fe80::a", 80, "/", "[fe80::a]"),
        ]
    )
    func parses(_ text: String, _ host: String, _ port: Int, _ target: String, _ authority: String) throws {
        let url = try HTTPURL(text)
        #expect(url.scheme == "http")
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
        #expect(url.authority == authority)
        #expect(try HTTPURL(url.description) == url)
    }

    @Test(
        "are refused with a reason",
        arguments: [
            ("", "does not begin"), ("backend:8080", "does not begin"), ("/a", "does not begin"),
            ("https://a", "\"https\""), ("://a", "\"\""), ("http://", "host is empty"), ("http://:80", "host is empty"),
            ("http://a:", "port"), ("http://a:0", "port 0"), ("http://a:65536", "65535"), ("http://a:x", "65535"),
            ("http://a:-1", "65535"), ("http://a b", "space"), ("http://a/b c", "space"), ("http://a/\r\n", "control"),
            ("http://h\u{E9}", "ASCII"), ("http://u:p@a", "user information"), ("http://[::1", "no host"),
            ("http://[1:2]", "no IPv6 address"), ("http://[::1]x", "no host"), ("http://a^b", "no host"),
            ("http://a/%", "escapes no text"), ("http://a/%00", "escapes no text"), ("http://a%zz/", "no host"),
        ]
    )
    func refuses(_ text: String, _ reason: String) {
        let error = #expect(throws: HTTPURLError.self) { try HTTPURL(text) }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "accepted")")
        #expect(error?.url == text)
    }

    @Test("queries are decoded pair by pair")
    func queries() {
        let query = HTTPQuery(parsing: "a=1&b=x+y&a=2&c&=d&&e=%41%c3%A9%2B&f==g&%61b=h")
        #expect(query.pairs.map(\.name) == ["a", "b", "a", "c", "", "e", "f", "ab"])
        #expect(query.pairs.map(\.value) == ["1", "x y", "2", "", "d", "A\u{E9}+", "=g", "h"])
        #expect(query["a"] == "1")
        #expect(query["z"] == nil)
    }

    @Test("escapes that are none stay, bytes that are not UTF-8 become U+FFFD")
    func malformedEscapes() {
        #expect(HTTPQuery(parsing: "a=%&b=%4&c=%zz&d=%ff")["a"] == "%")
        #expect(HTTPQuery(parsing: "b=%4")["b"] == "%4")
        #expect(HTTPQuery(parsing: "c=%zz1")["c"] == "%zz1")
        #expect(HTTPQuery(parsing: "d=%ff")["d"] == "\u{FFFD}")
    }
}
