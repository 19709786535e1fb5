/// What a scenario varies: axes with values, every value a few members to be set. The variants are all combinations.
struct Sweep {
    /// One combination: which value of each axis, in the axes' order, and the members it sets.
    struct Combination {
        var choices: [(axis: String, value: String)] = []
        var members: [(path: String, value: JSONValue)] = []
    }

    /// More would be a slip of the pen.
    static let mostCombinations = 1_000

    private(set) var combinations = [Combination()]

    /// Reads the member `sweep`, if it is there.
    init(_ scenario: inout ScenarioObject) throws(LabError) {
        var axes: [(name: String, values: [Combination])] = []
        try scenario.each("sweep") { (object) throws(LabError) in
            let name = try ScenarioObject.text(try object.needed("name", "a text"), at: object.path(to: "name"))
            var values: [Combination] = []
            try object.each("values") { (each) throws(LabError) in
                let label = try ScenarioObject.text(try each.needed("name", "a text"), at: each.path(to: "name"))
                var value = Combination(choices: [(name, label)])
                guard case .object(let members)? = each.value("set") else {
                    throw LabError("\(each.path(to: "set")) is missing: an object of paths and values")
                }
                value.members = members.sorted { $0.key < $1.key }.map { (path: $0.key, value: $0.value) }
                values.append(value)
            }
            guard !values.isEmpty, Set(values.map { $0.choices[0].value }).count == values.count else {
                throw LabError("\(object.path(to: "values")): one or more, each with a name of its own")
            }
            axes.append((name, values))
        }
        guard Set(axes.map(\.name)).count == axes.count else {
            throw LabError("sweep: axes with a name each of its own")
        }
        guard axes.reduce(1, { min($0, Self.mostCombinations + 1) * $1.values.count }) <= Self.mostCombinations else {
            throw LabError("sweep: at most \(Self.mostCombinations) combinations")
        }
        for axis in axes {
            combinations = combinations.flatMap { before in
                axis.values.map {
                    Combination(choices: before.choices + $0.choices, members: before.members + $0.members)
                }
            }
        }
    }
}

extension JSONValue {
    /// This value with a member set, by a path such as `clients.0.policy.retry`; the last name may be new, what is before
    /// it must be there.
    func setting(_ path: String, to value: JSONValue) throws(LabError) -> JSONValue {
        try setting(path.split(separator: ".", omittingEmptySubsequences: false)[...], of: path, to: value)
    }

    private func setting(
        _ names: ArraySlice<Substring>,
        of path: String,
        to value: JSONValue
    ) throws(LabError) -> JSONValue {
        guard let name = names.first else { return value }
        let rest = names.dropFirst()
        switch self {
        case .object(var members):
            guard let member = members[String(name)] ?? (rest.isEmpty ? .null : nil) else { break }
            members[String(name)] = try member.setting(rest, of: path, to: value)
            return .object(members)
        case .array(var elements):
            guard let place = Int(name), elements.indices.contains(place) else { break }
            elements[place] = try elements[place].setting(rest, of: path, to: value)
            return .array(elements)
        default: break
        }
        throw LabError("set \"\(path)\" leads nowhere: there is no \"\(name)\"")
    }
}
