import Foundation

/// What scenarios of every kind have: a head, a seed, and what is varied.
struct ScenarioFrame {
    static let currentSchema = 1

    let name: String
    let title: String
    let question: String
    private let document: JSONValue
    private let sweep: Sweep
    private let seed: UInt64?

    /// - Parameter seed: replaces the file's.
    init(_ document: JSONValue, name: String, seed: UInt64?) throws(LabError) {
        var object = try ScenarioObject(document, at: "")
        guard object.value("schema")?.number == Double(Self.currentSchema) else {
            throw LabError("schema is missing or another: this lab reads \(Self.currentSchema)")
        }
        self.name = name
        self.document = document
        self.seed = seed
        title = try ScenarioObject.text(try object.needed("title", "a text"), at: "title")
        question = try ScenarioObject.text(try object.needed("question", "a text"), at: "question")
        sweep = try Sweep(&object)
    }

    /// One combination of what is varied: axis and value, in the axes' order, and the seed.
    struct Combination: Sendable {
        let choices: [(axis: String, value: String)]
        let seed: UInt64

        /// What tells it from the others.
        var name: String {
            choices.isEmpty ? "as it is" : choices.map { "\($0.axis) \($0.value)" }.joined(separator: ", ")
        }
    }

    /// What `read` makes of the file, once for each combination; a refusal says of which.
    func variants<Variant>(
        _ read: (inout ScenarioObject, Combination) throws(LabError) -> Variant
    ) throws(LabError) -> [Variant] {
        var variants: [Variant] = []
        for combination in sweep.combinations {
            do throws(LabError) {
                variants.append(try variant(combination, read))
            } catch {
                guard !combination.choices.isEmpty else { throw error }
                let choices = combination.choices.map { "\($0.axis) \($0.value)" }.joined(separator: ", ")
                throw LabError("\(choices): \(error.message)")
            }
        }
        return variants
    }

    private func variant<Variant>(
        _ combination: Sweep.Combination,
        _ read: (inout ScenarioObject, Combination) throws(LabError) -> Variant
    ) throws(LabError) -> Variant {
        var value = document
        for member in combination.members { value = try value.setting(member.path, to: member.value) }
        var object = try ScenarioObject(value, at: "")
        for name in ["schema", "title", "question", "sweep"] { _ = object.value(name) }
        var own = 1
        try object.take("seed", into: &own)
        guard own >= 0 else { throw ScenarioObject.refusal("seed", .number(Double(own)), "0 or more") }
        let variant = try read(&object, Combination(choices: combination.choices, seed: seed ?? UInt64(own)))
        try object.finish()
        return variant
    }
}

/// A scenario's file, whatever its kind.
enum ScenarioFile {
    static let fileName = "scenario.json"

    /// Reads the scenario at `path`: servers that scrape where it has the member `scraping`, else a world of clients.
    ///
    /// - Parameter seed: replaces the file's.
    static func read(_ path: String, name: String, seed: UInt64?) throws(LabError) -> any RunnableScenario {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LabError(
                "cannot read \(path): the path of a scenario, or the name of one in docs/results/simulations"
            )
        }
        let document: JSONValue
        do { document = try JSONDecoder().decode(JSONValue.self, from: data) } catch {
            throw LabError("\(path) is no JSON")
        }
        do throws(LabError) {
            guard document["scraping"] == nil else { return try ScrapingScenario(document, name: name, seed: seed) }
            return try Scenario(document, name: name, seed: seed)
        } catch {
            throw LabError("\(path): \(error.message)")
        }
    }
}
