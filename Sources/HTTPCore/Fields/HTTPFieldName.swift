/// The name of a header field. Names are tokens and have no case (RFC 9110, 5.1): they are kept in lower case.
public struct HTTPFieldName: Hashable, Sendable, CustomStringConvertible {
    /// The name in lower case.
    public let description: String

    /// Makes a name; nil unless it is a token of at least one character (RFC 9110, 5.6.2).
    public init?(_ name: String) {
        guard !name.isEmpty, name.utf8.allSatisfy(ASCII.isToken) else { return nil }
        description = String(decoding: name.utf8.map(ASCII.lowercased), as: UTF8.self)
    }

    /// For constants, which are known to be lower-case tokens.
    init(lowercase: String) { description = lowercase }
}
