/// A response's status code (RFC 9110, 15).
public struct HTTPStatus: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The three-digit code, 100...599.
    public let code: Int

    /// Makes a status; nil unless the code is within 100...599, the classes that RFC 9110 defines.
    public init?(code: Int) {
        guard (100...599).contains(code) else { return nil }
        self.code = code
    }

    /// Makes a status from a literal.
    /// - Precondition: 100...599; another literal is a mistake in the program. Use `init(code:)` for input.
    public init(integerLiteral code: Int) {
        precondition((100...599).contains(code), "a status code is within 100...599")
        self.code = code
    }

    init(registered code: Int) { self.code = code }

    /// The class of the code as a metric label: `1xx` to `5xx`. A constant: nothing is allocated.
    public var codeClass: String {
        switch code {
        case ..<200: "1xx"
        case ..<300: "2xx"
        case ..<400: "3xx"
        case ..<500: "4xx"
        default: "5xx"
        }
    }

    /// Code and reason, such as `404 Not Found`.
    public var description: String {
        reasonPhrase.isEmpty ? String(code) : "\(code) \(reasonPhrase)"
    }

    /// Whether a response with this status never has content, whatever its fields say (RFC 9112, 6.3).
    public var forbidsBody: Bool { code < 200 || code == 204 || code == 304 }
}
