/// A request method (RFC 9110, 9). Names are case-sensitive tokens.
public enum HTTPMethod: Hashable, Sendable, CustomStringConvertible {
    /// Transfer a representation of the resource.
    case get
    /// As GET, without the content.
    case head
    /// Process the enclosed content.
    case post
    /// Replace the resource.
    case put
    /// Remove the resource.
    case delete
    /// Describe the communication options.
    case options
    /// Apply a partial change (RFC 5789).
    case patch
    /// Loop the request back.
    case trace
    /// Open a tunnel; `HTTPRequestParser` refuses it.
    case connect
    /// Any other token. Make it with `init(token:)`, which checks the token and knows the names above.
    case other(String)

    /// The methods that have a case of their own, in the order of RFC 9110.
    public static let registered: [HTTPMethod] = [
        .get, .head, .post, .put, .delete, .connect, .options, .trace, .patch,
    ]

    /// Reads a method name; nil if it is not a token (RFC 9110, 5.6.2).
    public init?(token: String) {
        var token = token
        guard let method = token.withUTF8({ HTTPMethod(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = method
    }

    /// The name as sent. `.other` gives its string as it is.
    public var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .patch: "PATCH"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .other(let name): name
        }
    }

    /// The name, as `name`.
    public var description: String { name }

    /// Whether the method asks for no change of state (RFC 9110, 9.2.1). Unknown methods are not safe.
    public var isSafe: Bool {
        switch self {
        case .get, .head, .options, .trace: true
        default: false
        }
    }

    /// Whether several identical requests mean the same as one (RFC 9110, 9.2.2), so that a retry is harmless.
    /// Unknown methods are not idempotent.
    public var isIdempotent: Bool { isSafe || self == .put || self == .delete }

    init?(_ bytes: UnsafeRawBufferPointer) {
        // Nearly every request is this one: no string, no search.
        if bytes.count == 3, bytes[0] == 0x47, bytes[1] == 0x45, bytes[2] == 0x54 {
            self = .get
            return
        }
        guard !bytes.isEmpty, bytes.allSatisfy(ASCII.isToken) else { return nil }
        self =
            Self.registered.first { bytes.elementsEqual($0.name.utf8) }
            ?? .other(String(decoding: bytes, as: UTF8.self))
    }
}
