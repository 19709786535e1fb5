import ServiceKit

/// One object of a scenario, taken apart member by member; what is asked for is what is accepted.
///
/// Every refusal says where (`clients.0.policy.retry.cap`, as in a sweep's `set`), what is there and what would do.
struct ScenarioObject {
    let path: String
    private let members: [String: JSONValue]
    private var asked: [String] = []

    init(_ value: JSONValue, at path: String) throws(LabError) {
        guard case .object(let members) = value else { throw Self.refusal(path, value, "an object") }
        self.path = path
        self.members = members
    }

    /// Throws for the first member that nobody asked for.
    func finish() throws(LabError) {
        guard let unknown = members.keys.sorted().first(where: { !asked.contains($0) }) else { return }
        throw LabError("\(path(to: unknown)) is unknown; accepted are \(asked.joined(separator: ", "))")
    }

    /// A member as it is; nil where it is absent or `null`.
    mutating func value(_ name: String) -> JSONValue? {
        asked.append(name)
        let found = members[name]
        return found == .null ? nil : found
    }

    func path(to name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// The same member, which must be there.
    mutating func needed(_ name: String, _ accepted: String) throws(LabError) -> JSONValue {
        guard let found = value(name) else { throw LabError("\(path(to: name)) is missing: \(accepted)") }
        return found
    }

    // MARK: Kinds

    mutating func take(_ name: String, into slot: inout Int) throws(LabError) {
        guard let found = value(name) else { return }
        slot = try Self.integer(found, at: path(to: name))
    }

    mutating func take(_ name: String, into slot: inout Double) throws(LabError) {
        guard let found = value(name) else { return }
        slot = try Self.number(found, at: path(to: name))
    }

    mutating func take(_ name: String, into slot: inout Bool) throws(LabError) {
        guard let found = value(name) else { return }
        guard case .boolean(let flag) = found else { throw Self.refusal(path(to: name), found, "true or false") }
        slot = flag
    }

    mutating func take(_ name: String, into slot: inout Duration) throws(LabError) {
        guard let found = value(name) else { return }
        slot = try Self.duration(found, at: path(to: name))
    }

    mutating func take(_ name: String, into slot: inout Duration?) throws(LabError) {
        guard let found = value(name) else { return }
        slot = try Self.duration(found, at: path(to: name))
    }

    /// One of a few words.
    mutating func take<Choice>(
        _ name: String,
        of choices: [(String, Choice)],
        into slot: inout Choice
    ) throws(LabError) {
        guard let found = value(name) else { return }
        guard let chosen = choices.first(where: { $0.0 == found.string }) else {
            throw Self.refusal(path(to: name), found, choices.map(\.0).joined(separator: ", "))
        }
        slot = chosen.1
    }

    /// An object within, if it is there.
    mutating func inside(
        _ name: String,
        _ body: (inout ScenarioObject) throws(LabError) -> Void
    ) throws(LabError) {
        guard let found = value(name) else { return }
        var object = try ScenarioObject(found, at: path(to: name))
        try body(&object)
        try object.finish()
    }

    /// Every object of a list, if it is there.
    mutating func each(
        _ name: String,
        _ body: (inout ScenarioObject) throws(LabError) -> Void
    ) throws(LabError) {
        guard let found = value(name) else { return }
        guard let elements = found.array else { throw Self.refusal(path(to: name), found, "a list") }
        for (place, element) in elements.enumerated() {
            var object = try ScenarioObject(element, at: "\(path(to: name)).\(place)")
            try body(&object)
            try object.finish()
        }
    }

    // MARK: Values

    static func integer(_ value: JSONValue, at path: String) throws(LabError) -> Int {
        guard let number = value.number, let whole = Int(exactly: number) else {
            throw refusal(path, value, "a whole number")
        }
        return whole
    }

    static func number(_ value: JSONValue, at path: String) throws(LabError) -> Double {
        guard let number = value.number else { throw refusal(path, value, "a number") }
        return number
    }

    static func duration(_ value: JSONValue, at path: String) throws(LabError) -> Duration {
        guard let duration = value.string.flatMap(DurationText.parse) else {
            throw refusal(path, value, "a duration such as \"250ms\", \"1.5s\" or \"2m\"")
        }
        return duration
    }

    static func text(_ value: JSONValue, at path: String) throws(LabError) -> String {
        guard let text = value.string, !text.isEmpty else { throw refusal(path, value, "a text") }
        return text
    }

    static func refusal(_ path: String, _ value: JSONValue, _ accepted: String) -> LabError {
        LabError("\(path.isEmpty ? "the whole" : path) is \(shown(value)): \(accepted)")
    }

    /// A value as it is told in one line.
    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): "\(flag)"
        case .number(let number): NumberText.format(number)
        case .string(let text): "\"\(text.prefix(40))\""
        case .array: "a list"
        case .object: "an object"
        }
    }
}
