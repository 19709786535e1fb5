/// The name of a layer, and the arguments that stand behind it; each is known to the layer and given once.
struct LayerArguments {
    /// The layers there are. The first key of each may be left out before the first argument.
    enum Kind: String, CaseIterable {
        case timeout, deadline, retry, breaker, bulkhead, rate

        var keys: [String] {
            switch self {
            case .timeout, .deadline: ["limit"]
            case .retry: ["attempts", "base", "cap", "multiplier", "jitter", "budget"]
            case .breaker:
                [
                    "failures", "ratio", "window", "minimum", "open", "growth", "max_open", "half_open", "successes",
                ]
            case .bulkhead: ["concurrent", "queue", "wait"]
            case .rate: ["rate", "burst"]
            }
        }
    }

    private struct Argument {
        let key: String
        let value: String
        /// As it was written.
        let text: String
    }

    let kind: Kind
    private let text: String
    private let position: Int
    private var arguments: [Argument] = []

    /// Reads a layer's text.
    ///
    /// - Parameter position: where it stands, from 1.
    init(_ text: Substring, position: Int) throws(SettingRefusal) {
        self.text = String(text)
        self.position = position
        let name = text.prefix { $0 != "(" }
        guard let kind = Kind(rawValue: String(name.trimmed)) else {
            let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingRefusal(value: self.text, accepted: "layer \(position) to be one of \(names)")
        }
        self.kind = kind
        let rest = text[name.endIndex...]
        guard !rest.isEmpty else { return }
        guard rest.last == ")" else { throw refusal(of: self.text, "nothing behind the closing parenthesis") }
        let inside = rest.dropFirst().dropLast()
        guard !inside.trimmed.isEmpty else { return }
        for part in try PipelineText.split(inside, at: ",") {
            let argument = try argument(part)
            guard !arguments.contains(where: { $0.key == argument.key }) else {
                throw refusal(of: argument.text, "\(argument.key) once")
            }
            arguments.append(argument)
        }
    }

    /// Reads one argument as a setting of its name would be read; nil if it was not given.
    func value<Value>(_ setting: Setting<Value>) throws(SettingRefusal) -> Value? {
        let key = setting.description.name
        guard let argument = arguments.first(where: { $0.key == key }) else { return nil }
        guard let value = setting.parse(argument.value) else {
            throw refusal(of: argument.text, "\(key) to be \(setting.description.accepted)")
        }
        return value
    }

    /// Reads one argument that must be given.
    func required<Value>(_ setting: Setting<Value>) throws(SettingRefusal) -> Value {
        guard let value = try value(setting) else {
            throw refusal(of: text, "\(setting.description.name), which is \(setting.description.accepted)")
        }
        return value
    }

    /// Refuses an argument, or the layer where it was not given, for what it is beside another.
    func require(_ condition: Bool, _ key: String, _ accepted: String) throws(SettingRefusal) {
        guard condition else {
            let argument = arguments.first { $0.key == key }
            throw refusal(of: argument?.text ?? text, "\(key) to be \(accepted)")
        }
    }

    private func argument(_ part: Substring) throws(SettingRefusal) -> Argument {
        let text = String(part)
        guard let equals = part.firstIndex(of: "=") else {
            guard arguments.isEmpty else { throw refusal(of: text, "key=value behind the first argument") }
            return Argument(key: kind.keys[0], value: text, text: text)
        }
        let key = String(part[..<equals].trimmed)
        guard kind.keys.contains(key) else {
            throw refusal(of: text, "\(kind.keys.joined(separator: ", ")) as keys")
        }
        return Argument(key: key, value: String(part[part.index(after: equals)...].trimmed), text: text)
    }

    private func refusal(of value: String, _ accepted: String) -> SettingRefusal {
        SettingRefusal(value: value, accepted: "in layer \(position), \(kind.rawValue): \(accepted)")
    }
}
