/// What an experiment showed.
struct Verdict: Codable, Equatable, Sendable {
    enum Outcome: String, Codable, Sendable {
        case passed, failed
        /// It did not run, because this machine does not allow its fault.
        case skipped
    }

    /// One thing that was to be shown.
    struct Finding: Codable, Equatable, Sendable {
        let name: String
        let holds: Bool
        /// The query it was judged from, where it was one.
        let promQL: String?
    }

    /// Why it failed; empty exactly when it passed.
    var reasons: [String]
    /// The steady state's probes and the evidence, in the order in which they ran.
    let findings: [Finding]

    var outcome: Outcome { reasons.isEmpty ? .passed : .failed }
}
