// The kinds of settings: each parses strictly, and says what it accepts.

extension Setting where Value == Duration {
    /// A duration such as `250ms`, within `range`.
    public static func duration(
        _ name: String,
        default text: String,
        range: ClosedRange<Duration> = .zero ... .seconds(86_400),
        _ summary: String
    ) -> Setting {
        let low = DurationText.format(range.lowerBound)
        let high = DurationText.format(range.upperBound)
        return Setting(
            name,
            default: text,
            accepted: "a duration from \(low) to \(high), such as 250ms, 5s or 1m",
            summary: summary
        ) { text in
            guard let value = DurationText.parse(text), range.contains(value) else { return nil }
            return value
        }
    }
}

extension Setting where Value == Duration? {
    /// A duration that is off unless it is set: `off`, which is nil, or a duration within `range`.
    public static func limit(_ name: String, range: ClosedRange<Duration>, _ summary: String) -> Setting {
        let duration = Setting<Duration>.duration(name, default: "", range: range, summary)
        return Setting(name, default: "off", accepted: "off, or \(duration.description.accepted)", summary: summary) {
            text in
            text == "off" ? .some(nil) : duration.parse(text).map { $0 }
        }
    }
}

extension Setting where Value == Double {
    /// A number within `range`.
    public static func number(
        _ name: String,
        default text: String,
        range: ClosedRange<Double>,
        _ summary: String
    ) -> Setting {
        let low = NumberText.format(range.lowerBound)
        let high = NumberText.format(range.upperBound)
        return Setting(name, default: text, accepted: "a number from \(low) to \(high)", summary: summary) { text in
            guard let value = NumberText.parse(text), range.contains(value) else { return nil }
            return value
        }
    }

    /// A ratio from 0 to 1.
    public static func ratio(_ name: String, default text: String, _ summary: String) -> Setting {
        number(name, default: text, range: 0...1, summary)
    }
}

extension Setting where Value == Int {
    /// A whole number within `range`.
    public static func integer(
        _ name: String,
        default text: String,
        range: ClosedRange<Int>,
        _ summary: String
    ) -> Setting {
        let accepted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return Setting(name, default: text, accepted: accepted, summary: summary) { text in
            guard let value = NumberText.parseInteger(text), range.contains(value) else { return nil }
            return value
        }
    }
}

extension Setting where Value == Int? {
    /// A limit that is off unless it is set: `off`, which is nil, or a whole number within `range`.
    public static func limit(_ name: String, range: ClosedRange<Int>, _ summary: String) -> Setting {
        let number = Setting<Int>.integer(name, default: "", range: range, summary)
        return Setting(name, default: "off", accepted: "off, or \(number.description.accepted)", summary: summary) {
            text in
            text == "off" ? .some(nil) : number.parse(text).map { $0 }
        }
    }
}

extension Setting where Value == Double? {
    /// A limit that is off unless it is set: `off`, which is nil, or a number within `range`.
    public static func limit(_ name: String, range: ClosedRange<Double>, _ summary: String) -> Setting {
        let number = Setting<Double>.number(name, default: "", range: range, summary)
        return Setting(name, default: "off", accepted: "off, or \(number.description.accepted)", summary: summary) {
            text in
            text == "off" ? .some(nil) : number.parse(text).map { $0 }
        }
    }
}

extension Setting where Value == Bool {
    /// `true` or `false`.
    public static func flag(_ name: String, default text: String, _ summary: String) -> Setting {
        Setting(name, default: text, accepted: "true or false", summary: summary) { Bool($0) }
    }
}

extension Setting where Value == String? {
    /// Any text; nil where it is empty.
    public static func text(
        _ name: String,
        accepted: String,
        isSecret: Bool = false,
        _ summary: String
    ) -> Setting {
        Setting(name, default: "", accepted: accepted, summary: summary, isSecret: isSecret) { text in
            .some(text.isEmpty ? nil : text)
        }
    }
}

extension Setting where Value: RawRepresentable<String> & CaseIterable {
    /// One of the cases of an enumeration, by its raw value.
    public static func choice(_ name: String, default value: Value, _ summary: String) -> Setting {
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return Setting(name, default: value.rawValue, accepted: "one of \(names)", summary: summary) {
            Value(rawValue: $0)
        }
    }
}
