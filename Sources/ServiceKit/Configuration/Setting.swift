/// A setting of a program: an environment variable and the flag of the same name.
public struct Setting<Value: Sendable>: Sendable {
    /// What `--help` shows of it, without its type.
    public let description: SettingDescription
    private let reading: @Sendable (String) -> Result<Value, SettingRefusal>

    /// Makes a setting.
    ///
    /// - Parameters:
    ///   - name: the environment variable, in upper case with underscores; the flag is made from it.
    ///   - default: the text that stands where nothing is given. It must parse.
    ///   - accepted: what is accepted, in words that fit behind "expected".
    ///   - summary: what it does, in a few words.
    ///   - isSecret: keeps the value out of errors and logs.
    ///   - parse: nil for a text that is not accepted.
    public init(
        _ name: String,
        default text: String,
        accepted: String,
        summary: String,
        isSecret: Bool = false,
        parse: @escaping @Sendable (String) -> Value?
    ) {
        self.init(name, default: text, accepted: accepted, summary: summary, isSecret: isSecret) { text in
            parse(text).map { .success($0) } ?? .failure(SettingRefusal(value: text, accepted: accepted))
        }
    }

    /// Makes a setting whose text has parts, so that a refusal can name the part.
    ///
    /// - Parameters:
    ///   - name: the environment variable, in upper case with underscores; the flag is made from it.
    ///   - default: the text that stands where nothing is given. It must be accepted.
    ///   - accepted: what is accepted, in words that fit behind "expected".
    ///   - summary: what it does, in a few words.
    ///   - isSecret: keeps the value out of errors and logs.
    ///   - reading: the value, or which part of the text is not accepted.
    public init(
        _ name: String,
        default text: String,
        accepted: String,
        summary: String,
        isSecret: Bool = false,
        reading: @escaping @Sendable (String) -> Result<Value, SettingRefusal>
    ) {
        description = SettingDescription(
            name: name,
            defaultText: text,
            accepted: accepted,
            summary: summary,
            isSecret: isSecret
        )
        self.reading = reading
    }

    /// The value; nil for a text that is not accepted.
    func parse(_ text: String) -> Value? {
        switch reading(text) {
        case .success(let value): value
        case .failure: nil
        }
    }

    /// Reads a text as this setting's variable would be read.
    ///
    /// - Parameter name: what the error calls it.
    /// - Throws: ``ConfigurationError`` where the text is not accepted.
    public func read(_ name: String, _ text: String) throws(ConfigurationError) -> Value {
        switch reading(text) {
        case .success(let value):
            return value
        case .failure(let refusal):
            throw ConfigurationError(
                variable: name,
                value: description.isSecret ? nil : refusal.value,
                accepted: refusal.accepted
            )
        }
    }
}

/// The part of a setting's text that is not accepted.
public struct SettingRefusal: Error, Hashable, Sendable {
    /// The part as it was given.
    public let value: String
    /// What would have been accepted in its place, in words that fit behind "expected".
    public let accepted: String

    /// Names a part and what is accepted instead.
    public init(value: String, accepted: String) {
        self.value = value
        self.accepted = accepted
    }
}

/// What is known of a ``Setting`` without its type.
public struct SettingDescription: Hashable, Sendable {
    /// The environment variable.
    public let name: String
    /// The text that stands where nothing is given.
    public let defaultText: String
    /// What is accepted, in words.
    public let accepted: String
    /// What it does.
    public let summary: String
    /// Whether its value must not be shown.
    public let isSecret: Bool

    /// The flag: `ATTEMPT_TIMEOUT` is `--attempt-timeout`.
    public var flag: String { "--" + name.lowercased().map { $0 == "_" ? "-" : String($0) }.joined() }
}
