import PrometheusMetrics

/// Where an answer came from, as header, log field and label have it.
enum ResponseSource: String, LabelValue, CaseIterable {
    /// The backend, just now.
    case backend
    /// The last good answer.
    case stale
    /// The backend, with a part missing.
    case partial
    /// A fixed answer.
    case fallback
    /// Nobody: refused without asking.
    case rejected
    /// Nobody: the backend failed.
    case error
}
