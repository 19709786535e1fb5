/// The resilience modes that the lab compares; the raw value is the service's `RESILIENCE_MODE` and the `mode` label.
enum Mode: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
    case baseline, retry, breaker, full
}
