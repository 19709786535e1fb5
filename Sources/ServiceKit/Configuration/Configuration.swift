/// What a program was told by its environment and its flags; a flag wins over a variable.
public struct Configuration: Sendable {
    private let texts: [String: String]
    private let known: [String: SettingDescription]

    /// Reads flags and variables.
    ///
    /// - Parameters:
    ///   - settings: all that the program knows.
    ///   - prefixes: beginnings of variable names that belong to the product: an unknown variable with one of them is
    ///     refused, so that a misspelt setting is not silently without effect.
    /// - Throws: ``ConfigurationError`` for an unknown flag, a flag without a value or an unknown variable.
    public init(
        settings: [SettingDescription],
        prefixes: [String],
        arguments: [String],
        environment: [String: String]
    ) throws(ConfigurationError) {
        let known = Dictionary(settings.map { ($0.name, $0) }) { first, _ in first }
        var texts: [String: String] = [:]
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            if known[name] != nil {
                texts[name] = value
            } else if prefixes.contains(where: name.hasPrefix), !Self.isServiceLink(name) {
                let names = known.keys.filter { Self.shareAWord($0, name) }.sorted().joined(separator: ", ")
                throw ConfigurationError(
                    unknown: name,
                    accepted: names.isEmpty ? "a name that --help lists" : "one of \(names)"
                )
            } else if let meant = known.keys.first(where: { Misspelling.isLikely(name, for: $0) }) {
                throw ConfigurationError(unknown: name, accepted: meant)
            }
        }
        let flags = Dictionary(settings.map { ($0.flag, $0.name) }) { first, _ in first }
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = flags[parts[0]] else {
                // What is no flag may be a secret that has lost its own: it is not repeated.
                let position = arguments.count - rest.count
                let unknown = parts[0].hasPrefix("--") ? parts[0] : "argument \(position)"
                throw ConfigurationError(unknown: unknown, accepted: "a flag that --help lists")
            }
            if parts.count == 2 {
                texts[name] = parts[1]
            } else if let value = rest.popFirst() {
                texts[name] = value
            } else {
                throw ConfigurationError(variable: parts[0], value: "", accepted: known[name]?.accepted ?? "a value")
            }
        }
        self.texts = texts
        self.known = known
    }

    /// The same with other values for some settings, as a schedule has them.
    ///
    /// - Parameter allowed: the settings that may have other values.
    /// - Throws: ``ConfigurationError`` for a name that is not among them.
    public func changed(
        by changes: [String: String],
        allowed: [SettingDescription]
    ) throws(ConfigurationError) -> Configuration {
        for name in changes.keys.sorted() where !allowed.contains(where: { $0.name == name }) {
            throw ConfigurationError(unknown: name, accepted: "one of \(allowed.map(\.name).joined(separator: ", "))")
        }
        return Configuration(texts: texts.merging(changes) { $1 }, known: known)
    }

    private init(texts: [String: String], known: [String: SettingDescription]) {
        self.texts = texts
        self.known = known
    }

    /// The value of a setting, or its default.
    ///
    /// - Throws: ``ConfigurationError`` for a text that the setting does not accept.
    public func value<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value {
        let description = setting.description
        return try setting.read(description.name, texts[description.name] ?? description.defaultText)
    }

    /// Whether a setting was given, by variable or flag.
    public func isGiven<Value>(_ setting: Setting<Value>) -> Bool { texts[setting.description.name] != nil }

    /// Whether Kubernetes made this variable for a Service that happens to have a name like ours (`CACHE_PORT`,
    /// `CACHE_SERVICE_HOST`, `CACHE_PORT_6379_TCP_ADDR`).
    private static func isServiceLink(_ name: String) -> Bool {
        name.hasSuffix("_SERVICE_HOST") || name.split(separator: "_").dropFirst().contains("PORT")
    }

    private static func shareAWord(_ left: String, _ right: String) -> Bool {
        left.prefix { $0 != "_" } == right.prefix { $0 != "_" }
    }
}
