import Glibc

/// The address of an HTTP service or resource (RFC 9110, 4.2.1): what a client needs to connect and to ask.
public struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    /// Always `http`: TLS is left to what stands in front of the services.
    public let scheme: String

    /// A name or an address in lower case; an IPv6 address without its brackets.
    public let host: String

    /// 1...65535; 80 if the address names none.
    public let port: Int

    /// Path and query, `/` if there is neither. Not decoded.
    public let target: String

    /// Host and port as the `Host` field has them: brackets around IPv6, no port if it is 80.
    public var authority: String {
        let name = host.utf8.contains(ASCII.colon) ? "[\(host)]" : host
        return port == 80 ? name : "\(name):\(port)"
    }

    /// The whole address in its normal form.
    public var description: String { "\(scheme)://\(authority)\(target)" }

    /// Reads `http://host[:port][/path][?query]`. A fragment is dropped, as it is never sent; user information is
    /// refused, as it would end in logs.
    /// - Throws: `HTTPURLError`, which names what is wrong.
    public init(_ string: String) throws(HTTPURLError) {
        func refuse(_ reason: String) -> HTTPURLError { HTTPURLError(url: string, reason: reason) }

        guard let colon = string.utf8.firstIndex(of: ASCII.colon), string.utf8[colon...].starts(with: "://".utf8) else {
            throw refuse("it does not begin with http://")
        }
        let scheme = string[..<colon].lowercased()
        guard scheme == "http" else { throw refuse("the scheme is \"\(scheme)\" and only http is supported") }
        guard string.utf8.allSatisfy(ASCII.isVisible) else {
            throw refuse("it contains a space, a control character or a character that is not ASCII")
        }
        let rest = string.utf8[colon...].dropFirst(3).prefix { $0 != ASCII.numberSign }
        let location = rest.prefix { $0 != ASCII.slash && $0 != ASCII.questionMark }
        let target = rest[location.endIndex...]

        guard !location.contains(0x40) else { throw refuse("user information is not supported") }
        let bytes = Array(location)
        guard let authority = bytes.withUnsafeBytes({ Authority($0) }) else {
            throw refuse("\"\(Substring(location))\" is no host with an optional port of at most 65535")
        }
        guard !authority.host.isEmpty else { throw refuse("the host is empty") }
        guard authority.hasColon == (authority.port != nil) else { throw refuse("the port after \":\" is missing") }
        guard authority.port != 0 else { throw refuse("the port 0 cannot be connected to") }
        let host = String(decoding: bytes[authority.host].map(ASCII.lowercased), as: UTF8.self)
        guard !authority.isIPv6 || Self.isIPv6Address(host) else { throw refuse("[\(host)] is no IPv6 address") }

        let escaped = Array(target.prefix { $0 != ASCII.questionMark })
        guard escaped.withUnsafeBytes({ HTTPPath.hasValidEscapes($0) }) else {
            throw refuse("the path contains a \"%\" that escapes no text")
        }

        self.scheme = scheme
        self.host = host
        port = authority.port ?? 80
        let path = String(Substring(target))
        self.target = target.first == ASCII.slash ? path : "/" + path
    }

    private static func isIPv6Address(_ text: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, text, &address) == 1
    }
}
