import HTTPCore

/// Why the application port did not take a request to its handler.
enum AdmissionRefusal: Hashable, Sendable {
    /// The caller no longer waits for the answer, or stopped waiting while the request stood in the queue.
    case deadline
    /// `RATE_LIMIT` is spent; the next request may come after this time.
    case rateLimited(retryAfter: Duration)
    /// `MAX_IN_FLIGHT` requests are being handled, and `MAX_QUEUE` wait.
    case overload

    /// The label of `http_server_rejected_total`, and `error_type` of the request's log line.
    enum Reason: String, CaseIterable, Sendable {
        case deadline
        case rateLimited = "rate_limited"
        case overload
    }

    var reason: Reason {
        switch self {
        case .deadline: .deadline
        case .rateLimited: .rateLimited
        case .overload: .overload
        }
    }

    var response: HTTPResponse {
        switch self {
        case .deadline:
            // No Retry-After: the caller has given up on this request, and nothing is known of another.
            .problem(.gatewayTimeout, detail: "the deadline of x-request-deadline-ms passed before the work began")
        case .rateLimited(let wait):
            .refusal(.tooManyRequests, detail: "more requests per second than RATE_LIMIT", retryAfter: wait)
        case .overload:
            // A place may become free at any moment; a second is the least that can be said.
            .refusal(.serviceUnavailable, detail: "MAX_IN_FLIGHT requests are being handled", retryAfter: .zero)
        }
    }
}
