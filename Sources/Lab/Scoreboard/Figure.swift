/// A row of the scoreboard: one question, asked of every mode.
struct Figure: Codable, Equatable, Sendable {
    enum Unit: String, Codable, Sendable {
        /// A share of 1, shown in per cent.
        case ratio
        /// A growth relative to a base, shown as +118 %.
        case change
        case seconds
        case count
    }

    /// What the original document says, in the figure's unit; either side may be missing.
    struct Claim: Codable, Equatable, Sendable {
        /// Without the patterns.
        var before: Double?
        /// With them.
        var after: Double?
    }

    /// A mode's value, and the query that gave it.
    struct Reading: Codable, Equatable, Sendable {
        /// nil where Prometheus has no (finite) answer: never shown as 0.
        let value: Double?
        let promQL: String

        private enum CodingKeys: String, CodingKey { case value, promQL }

        /// With `"value": null` where there is none: a reader finds the same members in every reading.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(value, forKey: .value)
            try container.encode(promQL, forKey: .promQL)
        }
    }

    let id: String
    let title: String
    let unit: Unit
    let claim: Claim?
    let modes: [Mode: Reading]
}
