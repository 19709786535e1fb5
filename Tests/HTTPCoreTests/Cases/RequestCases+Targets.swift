import HTTPCore

extension RequestCases {
    static let targets: [RequestCase] =
        TargetCases.all.map { accepted in
            RequestCase(
                accepted.source,
                accepted.target,
                "GET \(accepted.target) HTTP/1.1\r\nHost: a\r\n\r\n",
                .reads("GET \(accepted.target)", fields: "host: a")
            )
        } + [
            RequestCase(
                "RFC 9112, 3.2.4",
                "* with OPTIONS",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                .reads("OPTIONS *", fields: "host: a")
            )
        ] + refusedTargets

    private static let refusedTargets: [RequestCase] = [
        refused("RFC 9112, 3.2.4", "* with another method", "*"),
        refused("RFC 9112, 3.2", "no form at all", "a"),
        refused("RFC 9112, 3.2.3", "authority form without CONNECT", "a:80"),
        refused("RFC 9112, 3.2", "a space", "/a b"),
        refused("RFC 9112, 3.2", "a fragment is never sent", "/a#b"),
        refused("RFC 9112, 3.2", "NUL", "/\0"),
        refused("RFC 9112, 3.2", "a bare CR", "/\r"),
        refused("RFC 9112, 3.2", "a tab", "/\t"),
        refused("RFC 9112, 3.2", "DEL", "/\u{7F}"),
        refused("RFC 3986, 2", "not ASCII", "/\u{E9}"),
        refused("RFC 9110, 4.2.1", "absolute form with an empty host", "http:///a"),
        refused("RFC 9110, 4.2.1", "absolute form with a port alone", "http://:80/a"),
        refused("RFC 9110, 4.2.4", "user information", "http://u@a/"),
        // A resource of https must be rejected where there is no TLS.
        refused("RFC 9110, 7.4", "https", "https://a/"),
        refused("RFC 3986, 3.2.3", "a port above 65535", "http://a:65536/"),
        refused("RFC 3986, 3.2.2", "a host with half an escape", "http://a%4/"),
        refused("RFC 3986, 2.1", "a bare %", "/%"),
        refused("RFC 3986, 2.1", "half an escape", "/%4"),
        refused("RFC 3986, 2.1", "an escape that is none", "/%zz"),
        refused("RFC 3986, 7.3", "an escaped NUL", "/a%00.txt"),
        refused("RFC 3986, 7.3", "an escaped line end", "/a%0D%0Ab"),
        refused("RFC 3986, 7.3", "an escaped DEL", "/%7f"),
        refused("RFC 3629, 3", "an overlong slash", "/..%c0%af.."),
        refused("RFC 3629, 3", "an overlong dot", "/%e0%80%ae"),
        refused("RFC 3629, 3", "a surrogate", "/%ed%a0%80"),
        refused("RFC 3629, 3", "a byte that begins nothing", "/%ff"),
        refused("RFC 3629, 3", "a character cut short", "/%c3"),
        refused("RFC 3629, 3", "escapes of an absolute path count too", "http://a/%c0%ae"),
    ]

    private static func refused(_ source: String, _ name: String, _ target: String) -> RequestCase {
        RequestCase(source, name, "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", .refused(.malformedTarget))
    }
}
