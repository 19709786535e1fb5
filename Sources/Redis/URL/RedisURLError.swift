/// Why a string is no usable address of a Redis server.
public struct RedisURLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with it, as the end of a sentence. No part of the string is in it, since any part may be a password.
    public let reason: String

    /// A sentence for an operator, without the string.
    public var description: String { "no valid Redis URL: \(reason)" }

    init(_ reason: String) { self.reason = reason }
}
