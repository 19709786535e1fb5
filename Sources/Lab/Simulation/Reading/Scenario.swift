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
        let combination: ScenarioFrame.Combination
        let world: World
        let windows: [Window]
        let recoveredShare: Double

        /// Axis and value, in the axes' order.
        var choices: [(axis: String, value: String)] { combination.choices }
        /// What tells it from the others.
        var name: String { combination.name }
    }

    let name: String
    let title: String
    let question: String
    let variants: [Variant]

    /// - Parameter seed: replaces the file's.
    init(_ document: JSONValue, name: String, seed: UInt64?) throws(LabError) {
        let frame = try ScenarioFrame(document, name: name, seed: seed)
        (self.name, title, question) = (frame.name, frame.title, frame.question)
        variants = try frame.variants { (object, combination) throws(LabError) in
            try Self.variant(&object, combination)
        }
    }

    private static func variant(
        _ object: inout ScenarioObject,
        _ combination: ScenarioFrame.Combination
    ) throws(LabError) -> Variant {
        let world = try object.world(seed: combination.seed)
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
        return Variant(
            combination: combination,
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
