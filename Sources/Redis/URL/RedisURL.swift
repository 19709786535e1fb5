import Posix

/// The address of a Redis server, and what to say to it first: `redis://[[user]:password@]host[:port][/database]`.
///
/// Source: the provisional registration of the scheme, https://www.iana.org/assignments/uri-schemes/prov/redis;
/// RFC 3986 for the form.
public struct RedisURL: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address in lower case; an IPv6 address without its brackets.
    public let host: String

    /// 1…65535; 6379 if the address names none.
    public let port: UInt16

    /// The number of the database, from 0, which is the default.
    public let database: Int

    /// Who the client is; nil where it need not say.
    let credentials: RedisCredentials?

    /// The address without user and password.
    public var description: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return "redis://\(name):\(port)/\(database)"
    }

    /// Reads an address. In user and password whatever has a meaning in a URL is escaped, as in `p%40ss` for `p@ss`.
    /// There is no TLS (`rediss`), and there are no parameters behind a `?`.
    ///
    /// - Throws: ``RedisURLError``, which says what is wrong without a word of the string.
    public init(_ string: String) throws(RedisURLError) {
        let scheme = string.prefix { $0 != ":" }.lowercased()
        guard scheme != "rediss" else { throw RedisURLError("TLS (rediss) is not supported") }
        guard scheme == "redis", string.utf8.dropFirst(scheme.utf8.count).starts(with: "://".utf8) else {
            throw RedisURLError("it does not begin with redis://")
        }
        guard string.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw RedisURLError("it contains a space, a control character or a character that is not ASCII")
        }
        let rest = string.dropFirst("redis://".count)
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw RedisURLError("parameters and fragments are not supported; in a password write ? as %3F and # as %23")
        }
        let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let authority = parts[0].split(separator: "@", omittingEmptySubsequences: false)
        guard authority.count <= 2 else {
            throw RedisURLError("there is more than one @; in a password write it as %40")
        }
        credentials = authority.count == 2 ? try Self.credentials(authority[0]) : nil
        (host, port) = try Self.location(authority[authority.count - 1])
        database = parts.count == 2 ? try Self.database(parts[1]) : 0
    }

    private static func credentials(_ text: Substring) throws(RedisURLError) -> RedisCredentials {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else {
            throw RedisURLError("there is no password before the @ (user:password@ or :password@)")
        }
        guard !parts[1].contains(":") else {
            throw RedisURLError("the password contains a colon; write it as %3A")
        }
        guard let user = unescaped(parts[0]), let password = unescaped(parts[1]) else {
            throw RedisURLError("user or password contains a % that escapes no text; write it as %25")
        }
        return RedisCredentials(user: user.isEmpty ? nil : user, password: password)
    }

    private static func location(_ text: Substring) throws(RedisURLError) -> (host: String, port: UInt16) {
        let host: Substring
        let tail: Substring
        if text.first == "[" {
            guard let bracket = text.firstIndex(of: "]") else { throw RedisURLError("a ] is missing after the host") }
            host = text[..<bracket].dropFirst()
            tail = text[bracket...].dropFirst()
            guard host.contains(":"), !host.contains("%"), SocketAddress(ip: String(host), port: 0) != nil else {
                throw RedisURLError("what is in brackets is no IPv6 address")
            }
        } else {
            host = text.prefix { $0 != ":" }
            tail = text[host.endIndex...]
            guard !host.isEmpty else { throw RedisURLError("the host is empty") }
            guard host.utf8.allSatisfy(isHostName) else {
                throw RedisURLError("the host is no name and no address (an IPv6 address stands in brackets)")
            }
        }
        guard !tail.isEmpty else { return (host.lowercased(), 6379) }
        guard tail.first == ":", let port = number(tail.dropFirst()), port > 0, let port = UInt16(exactly: port) else {
            throw RedisURLError("the port is no number from 1 to 65535")
        }
        return (host.lowercased(), port)
    }

    private static func database(_ text: Substring) throws(RedisURLError) -> Int {
        if text.isEmpty { return 0 }
        // Redis keeps its number in 32 bits.
        guard let database = number(text), database <= Int32.max else {
            throw RedisURLError("the database after the / is no number from 0 on")
        }
        return database
    }

    /// Digits and nothing else, which `Int.init` does not ask for.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } ? Int(text) : nil
    }

    private static func isHostName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        // The underscore is in no host name, but in many a name of a container.
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// The text with its escapes (RFC 3986 2.1) decoded; nil where one is none, or where they give no text.
    private static func unescaped(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
