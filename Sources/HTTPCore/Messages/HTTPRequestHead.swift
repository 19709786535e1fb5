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

    /// The path in its normal form (RFC 3986, 6.2.2), so that one resource has one path: the target up to its `?` or
    /// `#`, without scheme and authority if it is an absolute address, and `/` where such an address has no path.
    ///
    /// Dot segments are resolved, and escapes of unreserved characters decoded. All other escapes stay, in upper case:
    /// `%2F` is no separator. `HTTPPath.decode` gives the text of one segment.
    public var path: String {
        if isPlainPath { return target }
        let path = originForm.prefix { $0 != ASCII.questionMark && $0 != ASCII.numberSign }
        return path.isEmpty ? "/" : HTTPPath.normalized(path)
    }

    /// Host and port that the request is for (RFC 9112, 3.3): those of the target if it is an absolute address, whatever
    /// `Host` says (3.2.2), else the value of `Host`. Nil in HTTP/1.0 with neither; may be empty, as `Host` may.
    public var authority: String? {
        guard let rest = afterScheme else { return fields[.host] }
        return String(Substring(rest.prefix(while: Self.isAuthority)))
    }

    /// What follows the first `?` up to a `#`, not decoded; nil without a `?`. `HTTPQuery` reads it.
    public var query: String? {
        if isPlainPath { return nil }
        let target = originForm.prefix { $0 != ASCII.numberSign }
        guard let mark = target.firstIndex(of: ASCII.questionMark) else { return nil }
        return String(Substring(target[target.index(after: mark)...]))
    }

    /// Whether the connection stays open after this exchange as far as the client is concerned (RFC 9112, 9.3).
    public var keepAlive: Bool { version.keepsAlive(with: fields) }

    /// Whether the target is a path in its normal form and nothing else, as most are: there is nothing to do then.
    private var isPlainPath: Bool {
        var target = target
        return target.withUTF8 {
            $0.first == ASCII.slash
                && !$0.contains {
                    $0 == ASCII.questionMark || $0 == ASCII.numberSign || $0 == ASCII.percent || $0 == ASCII.fullStop
                }
        }
    }

    private var originForm: Substring.UTF8View {
        afterScheme?.drop(while: Self.isAuthority) ?? target[...].utf8
    }

    /// What follows `://` in an absolute address, nil in any other target.
    private var afterScheme: Substring.UTF8View? {
        let target = target[...].utf8
        guard let first = target.first, first != ASCII.slash, let colon = target.firstIndex(of: ASCII.colon) else {
            return nil
        }
        let rest = target[target.index(after: colon)...]
        return rest.starts(with: "//".utf8) ? rest.dropFirst(2) : nil
    }

    private static func isAuthority(_ byte: UInt8) -> Bool {
        byte != ASCII.slash && byte != ASCII.questionMark && byte != ASCII.numberSign
    }
}
