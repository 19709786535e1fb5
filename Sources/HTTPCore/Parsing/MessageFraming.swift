/// How the end of a message's content is found (RFC 9112, 6.3).
enum MessageFraming: Hashable, Sendable {
    case none
    case length(Int)
    case chunked
    case untilClose

    /// The framing of a request. Without a length it has no content.
    init(request head: HTTPRequestHead, limits: HTTPLimits) throws(HTTPParseError) {
        self = try Self.declared(by: head.fields, version: head.version, limits: limits) ?? .none
    }

    /// The framing of a final response to `method`.
    init(response head: HTTPResponseHead, to method: HTTPMethod, limits: HTTPLimits) throws(HTTPParseError) {
        if method == .head || head.status.forbidsBody {
            self = .none
        } else {
            self = try Self.declared(by: head.fields, version: head.version, limits: limits) ?? .untilClose
        }
    }

    private static func declared(
        by fields: HTTPFields,
        version: HTTPVersion,
        limits: HTTPLimits
    ) throws(HTTPParseError) -> MessageFraming? {
        // One pass finds what nearly every message has at most one of.
        var lengths = 0
        var length: Int?
        var codings = 0
        for entry in fields.entries {
            if fields.isNamed(entry, .contentLength) {
                lengths += 1
                length = DecimalText.parse(fields.bytes(entry.value))
            } else if fields.isNamed(entry, .transferEncoding) {
                codings += 1
            }
        }
        if codings > 0 {
            guard lengths == 0 else { throw HTTPParseError(.conflictingFraming) }
            guard version.minor >= 1 else { throw HTTPParseError(.transferCodingInHTTP10) }
            guard fields.isSingle(.transferEncoding, equalTo: "chunked") else {
                throw HTTPParseError(.unsupportedTransferCoding)
            }
            return .chunked
        }
        guard lengths > 0 else { return nil }
        // Even identical repeats are refused: two parsers that pick differently are how requests are smuggled.
        guard lengths == 1, let length else {
            throw HTTPParseError(.invalidContentLength)
        }
        guard length <= limits.maxBodyBytes else { throw HTTPParseError(.bodyTooLarge) }
        return .length(length)
    }
}

extension HTTPFields {
    fileprivate func isSingle(_ name: HTTPFieldName, equalTo expected: StaticString) -> Bool {
        guard count(of: name) == 1, let entry = entries.first(where: { isNamed($0, name) }) else { return false }
        return bytes(entry.value).withUnsafeBytes { ASCII.equal($0, ignoringCase: expected) }
    }
}
