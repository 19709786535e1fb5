import Foundation
import Simulation

/// A scenario file: a world, and what is varied in it. Every member is described in `docs/simulation-scenario.schema.json`.
struct Scenario: Sendable {
    /// A part of the time that is reported on its own, in whole intervals.
    struct Window: Sendable {
        let name: String
        let intervals: Range<Int>
    }

    /// One world of it.
    struct Variant: Sendable {
        /// Axis and value, in the axes' order.
        let choices: [(axis: String, value: String)]
        let world: World
        let windows: [Window]
        let recoveredShare: Double

        /// What tells it from the others.
        var name: String {
            choices.isEmpty ? "as it is" : choices.map { "\($0.axis) \($0.value)" }.joined(separator: ", ")
        }
    }

    static let fileName = "scenario.json"
    static let currentSchema = 1

    let name: String
    let title: String
    let question: String
    let variants: [Variant]

    /// Reads the scenario at `path`.
    ///
    /// - Parameter seed: replaces the file's.
    static func read(_ path: String, name: String, seed: UInt64?) throws(LabError) -> Scenario {
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
            return try Scenario(document, name: name, seed: seed)
        } catch {
            throw LabError("\(path): \(error.message)")
        }
    }

    init(_ document: JSONValue, name: String, seed: UInt64?) throws(LabError) {
        var object = try ScenarioObject(document, at: "")
        guard object.value("schema")?.number == Double(Self.currentSchema) else {
            throw LabError("schema is missing or another: this lab reads \(Self.currentSchema)")
        }
        self.name = name
        title = try ScenarioObject.text(try object.needed("title", "a text"), at: "title")
        question = try ScenarioObject.text(try object.needed("question", "a text"), at: "question")
        let sweep = try Sweep(&object)
        var variants: [Variant] = []
        for combination in sweep.combinations {
            do throws(LabError) {
                variants.append(try Self.variant(document, combination, seed: seed))
            } catch {
                guard !combination.choices.isEmpty else { throw error }
                let choices = combination.choices.map { "\($0.axis) \($0.value)" }.joined(separator: ", ")
                throw LabError("\(choices): \(error.message)")
            }
        }
        self.variants = variants
    }

    private static func variant(
        _ document: JSONValue,
        _ combination: Sweep.Combination,
        seed: UInt64?
    ) throws(LabError) -> Variant {
        var value = document
        for member in combination.members { value = try value.setting(member.path, to: member.value) }
        var object = try ScenarioObject(value, at: "")
        for name in ["schema", "title", "question", "sweep"] { _ = object.value(name) }
        var own = 1
        try object.take("seed", into: &own)
        guard own >= 0 else { throw ScenarioObject.refusal("seed", .number(Double(own)), "0 or more") }
        let world = try object.world(seed: seed ?? UInt64(own))
        do throws(SimulationError) { try world.validate() } catch { throw LabError("\(error)") }
        var windows: [Window] = []
        try object.each("windows") { (each) throws(LabError) in windows.append(try window(&each, of: world)) }
        guard Set(windows.map(\.name)).count == windows.count else {
            throw LabError("windows: each with a name of its own")
        }
        var recoveredShare = 0.99
        try object.take("recoveredShare", into: &recoveredShare)
        guard recoveredShare > 0, recoveredShare <= 1 else {
            throw ScenarioObject.refusal("recoveredShare", .number(recoveredShare), "above 0, at most 1")
        }
        try object.finish()
        return Variant(
            choices: combination.choices,
            world: world,
            windows: windows,
            recoveredShare: recoveredShare
        )
    }

    private static func window(_ object: inout ScenarioObject, of world: World) throws(LabError) -> Window {
        let name = try ScenarioObject.text(try object.needed("name", "a text"), at: object.path(to: "name"))
        var (start, end) = (Duration.zero, world.duration)
        try object.take("from", into: &start)
        try object.take("to", into: &end)
        let bounds = [start / world.interval, end / world.interval]
        guard start < end, end <= world.duration, bounds.allSatisfy({ $0 == $0.rounded() }) else {
            throw LabError("\(object.path): from before to, within the duration, in whole intervals")
        }
        return Window(name: name, intervals: Int(bounds[0])..<Int(bounds[1]))
    }
}
