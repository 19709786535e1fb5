/// A setting that cannot be used: which, what it was given, and what it accepts.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The environment variable's name, or the flag's where there is no such setting.
    public let variable: String
    /// What it was given, without the query and the fragment of a URL; nil for a secret, for an unknown name, and for
    /// anything that has an `@` in it, percent-encoded or not: before that a URL has its user's password.
    public let value: String?
    /// What it accepts, in words.
    public let accepted: String
    /// Whether no setting has this name.
    public let isUnknown: Bool

    /// A value that a setting does not accept.
    public init(variable: String, value: String?, accepted: String) {
        self.variable = variable
        self.value = value.flatMap(Self.shown)
        self.accepted = accepted
        isUnknown = false
    }

    /// What may be shown of a value, in logs too. A query or a fragment may hold a token; where a password ends in a
    /// malformed URL nobody knows.
    private static func shown(_ value: String) -> String? {
        // Not `contains("%40")`, which is the regular expressions' library's: images go without that.
        let hasEscapedMark = value.indices.contains { value[$0...].hasPrefix("%40") }
        guard !value.contains("@"), !hasEscapedMark else { return nil }
        guard let mark = value.firstIndex(where: { $0 == "?" || $0 == "#" }) else { return value }
        return "\(value[...mark])…"
    }

    /// A name that no setting has; `accepted` are the names it may be mistaken for. Its value is not kept: it may be
    /// a secret under a misspelt name.
    public init(unknown variable: String, accepted: String) {
        self.variable = variable
        value = nil
        self.accepted = accepted
        isUnknown = true
    }

    /// One sentence with all three.
    public var description: String {
        if isUnknown { return "\(variable) is not a setting of this program; expected \(accepted)" }
        let given = value.map { "\"\($0)\"" } ?? "the value given"
        return "\(variable): \(given) is not accepted; expected \(accepted)"
    }
}
