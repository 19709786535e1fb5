/// A setting that cannot be used: which, what it was given, and what it accepts.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The environment variable's name, or the flag's where there is no such setting.
    public let variable: String
    /// What it was given; nil for a secret.
    public let value: String?
    /// What it accepts, in words.
    public let accepted: String

    /// Makes an error.
    public init(variable: String, value: String?, accepted: String) {
        self.variable = variable
        self.value = value
        self.accepted = accepted
    }

    /// One sentence with all three.
    public var description: String {
        let given = value.map { "\"\($0)\"" } ?? "the value given"
        return "\(variable): \(given) is not accepted; expected \(accepted)"
    }
}
