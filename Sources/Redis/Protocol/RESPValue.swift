/// A reply of a Redis server in RESP2, or a part of one.
///
/// Source: Redis serialization protocol specification, https://redis.io/docs/latest/develop/reference/protocol-spec/
enum RESPValue: Hashable, Sendable {
    /// `+text`: a short text without CR and LF.
    case simple(String)
    /// `-text`: the command failed. By convention the first word is a code in capitals.
    case error(String)
    /// `:number`
    case integer(Int64)
    /// `$length` and as many bytes, of any value.
    case bulk([UInt8])
    /// `*count` and as many values.
    case array([RESPValue])
    /// `$-1` or `*-1`: there is no such string or array.
    case null
}
