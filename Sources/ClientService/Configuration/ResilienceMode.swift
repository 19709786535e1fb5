/// Which patterns stand between a request and the backend.
enum ResilienceMode: String, Sendable, CaseIterable {
    /// One attempt with a timeout: what a program without patterns does.
    case baseline
    /// Attempts with exponential backoff and jitter.
    case retry
    /// One attempt behind a breaker that counts calls.
    case breaker
    /// Fallback, deadline, call breaker, budgeted retry, endpoint breakers with recovery probes.
    case full
}
