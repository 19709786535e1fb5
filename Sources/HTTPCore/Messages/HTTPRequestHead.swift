/// A request without its content (RFC 9112, 3).
public struct HTTPRequestHead: Sendable {
    /// What is asked for.
    public var method: HTTPMethod

    /// The request target as received or to be sent (RFC 9112, 3.2): `/path?query`, an absolute `http` address, or `*`.
    /// Not decoded.
    public var target: String

    /// The protocol version; HTTP/1.1 unless told otherwise.
    public var version: HTTPVersion

    /// The header fields.
    public var fields: HTTPFields

    /// Makes a head. The target is not checked here; the serializer escapes what could break a request line.
    public init(method: HTTPMethod, target: String, version: HTTPVersion = .http11, fields: HTTPFields = HTTPFields()) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }

    /// The path, not decoded: the target up to its `?` or `#`, without scheme and authority if it is an absolute
    /// address, and `/` where such an address has no path.
    public var path: String {
        if isPathAlone { return target }
        let path = originForm.prefix { $0 != ASCII.questionMark && $0 != ASCII.numberSign }
        return path.isEmpty ? "/" : String(Substring(path))
    }

    /// What follows the first `?` up to a `#`, not decoded; nil without a `?`. `HTTPQuery` reads it.
    public var query: String? {
        if isPathAlone { return nil }
        let target = originForm.prefix { $0 != ASCII.numberSign }
        guard let mark = target.firstIndex(of: ASCII.questionMark) else { return nil }
        return String(Substring(target[target.index(after: mark)...]))
    }

    /// Whether the connection stays open after this exchange as far as the client is concerned (RFC 9112, 9.3).
    public var keepAlive: Bool { version.keepsAlive(with: fields) }

    /// Whether the target is a path and nothing else, as most are: there is nothing to cut off then.
    private var isPathAlone: Bool {
        var target = target
        return target.withUTF8 {
            $0.first == ASCII.slash && !$0.contains { $0 == ASCII.questionMark || $0 == ASCII.numberSign }
        }
    }

    private var originForm: Substring.UTF8View {
        let target = target[...].utf8
        guard let first = target.first, first != ASCII.slash, let colon = target.firstIndex(of: ASCII.colon) else {
            return target
        }
        let rest = target[target.index(after: colon)...]
        guard rest.starts(with: "//".utf8) else { return target }
        return rest.dropFirst(2).drop { $0 != ASCII.slash && $0 != ASCII.questionMark && $0 != ASCII.numberSign }
    }
}
