/// A world that cannot be simulated: which value is wrong, and what would do.
public struct SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The value's name.
    public let name: String
    /// What is accepted.
    public let accepted: String

    /// A sentence for people.
    public var description: String { "\(name) must be \(accepted)" }

    /// No time of a world is longer: sums of them stay far from the end of what 64 bits count in nanoseconds.
    static var longest: Duration { .seconds(86_400) }

    static func require(_ condition: Bool, _ name: String, _ accepted: String) throws(SimulationError) {
        guard condition else { throw SimulationError(name: name, accepted: accepted) }
    }
}
