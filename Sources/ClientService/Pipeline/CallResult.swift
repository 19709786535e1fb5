import HTTPClient
import HTTPCore
import Resilience

/// What a call to the backend came to.
enum CallResult: Sendable {
    /// The backend answered, be it with a client error.
    case answered(HTTPResponse, attempts: Int)
    /// The call breaker did not let it through.
    case refused(Rejection)
    /// All attempts failed, or none could be made.
    case failed(CallFailure, attempts: Int)
}

/// Why a call failed: the last real error.
enum CallFailure: Error, Sendable {
    /// An answer that reports a failure.
    case response(HTTPResponse)
    /// No answer.
    case transport(HTTPClientError)
    /// No endpoint admits a call, or no address is known.
    case noEndpoint
    /// The call's time was over before an attempt could begin.
    case deadline
    /// The client's own limit of attempts in flight had no place.
    case bulkhead(BulkheadRejection)
    /// The backend has been turning so much away that this attempt was not made.
    case throttled

    /// Whether it was the caller who ended the call.
    var isCancellation: Bool {
        switch self {
        case .transport(let error): error.kind == .cancelled
        case .bulkhead(let reason): reason == .cancelled
        case .response, .noEndpoint, .deadline, .throttled: false
        }
    }

    /// Whether nothing was asked of the backend, so that an answer can say 503 and not 502.
    var isRefusal: Bool {
        switch self {
        case .noEndpoint, .throttled: true
        case .bulkhead(let reason): reason == .full || reason == .queueFull
        case .response, .transport, .deadline: false
        }
    }

    /// A bounded name for logs.
    var type: String {
        switch self {
        case .response: "http_error"
        case .transport(let error): error.type
        case .noEndpoint: "no_endpoint"
        case .deadline: "deadline"
        case .bulkhead: "bulkhead"
        case .throttled: "throttled"
        }
    }

    /// A sentence for people.
    var text: String {
        switch self {
        case .response(let response): "the backend answered \(response.status.code)"
        case .transport(let error): error.description
        case .noEndpoint: "no endpoint of the backend admits a call"
        case .deadline: "the call's time was over"
        case .bulkhead(let reason): "the limit of attempts in flight had no place (\(reason.rawValue))"
        case .throttled: "the backend turns requests away, so this one was not sent"
        }
    }
}
