/// Why bytes were refused as a reply of a Redis server. After it nobody knows where the next reply begins, so the
/// connection has to be closed. The raw values are a bounded set, with no bytes of the server in them.
public enum RESPParseError: String, Error, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The first byte is no type of RESP2 (a type of RESP3 comes only after `HELLO 3`, which is never sent).
    case unknownType = "unknown_type"
    /// A line that does not end in CR LF, or has a CR within.
    case badLineEnd = "bad_line_end"
    /// A line above its limit.
    case lineTooLong = "line_too_long"
    /// An integer that is none, or that does not fit 64 bits.
    case malformedInteger = "malformed_integer"
    /// The length of a bulk string, or an array's count, that is neither a number nor -1.
    case malformedLength = "malformed_length"
    /// Bulk strings above their limit.
    case bulkTooLong = "bulk_too_long"
    /// A bulk string that is not followed by CR LF.
    case badBulkEnd = "bad_bulk_end"
    /// Arrays with more elements than allowed.
    case tooManyElements = "too_many_elements"
    /// Arrays nested more deeply than allowed.
    case tooDeep = "too_deep"
    /// The server closed in the middle of a reply.
    case prematureEnd = "premature_end"

    /// The raw value.
    public var description: String { rawValue }
}
