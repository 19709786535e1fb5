/// Why a string is no usable HTTP address.
public struct HTTPURLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The string that was refused.
    public let url: String

    /// What is wrong with it, as the end of a sentence.
    public let reason: String

    /// A sentence with both, for an operator. It repeats the string: keep it out of metric labels.
    public var description: String { "\"\(url)\" is no valid URL: \(reason)" }

    init(url: String, reason: String) {
        self.url = url
        self.reason = reason
    }
}
