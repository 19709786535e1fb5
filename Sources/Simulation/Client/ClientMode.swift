/// Which patterns stand between a call and the backend.
public enum ClientMode: String, Sendable, CaseIterable {
    /// One attempt, with a timeout.
    case baseline
    /// Retries, without a budget.
    case retry
    /// A breaker over calls.
    case breaker
    /// All there are.
    case full
}
