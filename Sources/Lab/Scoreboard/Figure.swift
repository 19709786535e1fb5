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

    /// What the original document says; either side may be missing.
    struct Claim: Codable, Equatable, Sendable {
        var before: Double?
        var after: Double?
        /// Whether a profile with shorter timings shortens the claim as well.
        var isScaled = false

        /// The claim as it reads in a profile: divided by the profile's time scale where the figure is made of the
        /// patterns' own durations.
        func scaled(for profile: Profile) -> Claim {
            guard isScaled else { return self }
            let scale = Double(profile.timeScale)
            return Claim(before: before.map { $0 / scale }, after: after.map { $0 / scale }, isScaled: true)
        }
    }

    /// A mode's value, and the query that gave it.
    struct Reading: Codable, Equatable, Sendable {
        /// nil where Prometheus has no (finite) answer: never shown as 0.
        let value: Double?
        let promQL: String
    }

    let id: String
    let title: String
    let unit: Unit
    let claim: Claim?
    let modes: [Mode: Reading]
}
