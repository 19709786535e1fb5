import HTTPClient
import HTTPCore
import PrometheusMetrics

/// What a user got, as the label `outcome` has it.
enum LoadOutcome: String, LabelValue, CaseIterable {
    /// A new answer of the backend.
    case fresh
    /// The last good answer.
    case stale
    /// An answer with a part missing, or a fixed one.
    case partial
    /// Refused at once: 503 or 429.
    case rejected
    /// Any other failure.
    case error
    /// No answer in time, be it the service that says so (504) or the load generator.
    case timeout

    /// Judges a response by its status and its `x-source` field. An answer without the field counts as fresh, so that
    /// any server can be a target.
    init(_ response: HTTPResponse) {
        switch response.status.code {
        case 200..<400:
            switch response.fields[.xSource] {
            case "stale": self = .stale
            case "partial", "fallback": self = .partial
            default: self = .fresh
            }
        case 503, 429: self = .rejected
        case 504: self = .timeout
        default: self = .error
        }
    }

    /// Judges the lack of a response.
    init(_ error: HTTPClientError) { self = error.kind == .timedOut ? .timeout : .error }
}
