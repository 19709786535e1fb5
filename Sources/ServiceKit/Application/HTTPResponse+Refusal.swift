public import HTTPCore

extension HTTPResponse {
    /// A problem (RFC 9457) with `Retry-After` (RFC 9110 10.2.3) in whole seconds, rounded up, and at least 1.
    public static func refusal(_ status: HTTPStatus, detail: String, retryAfter: Duration) -> HTTPResponse {
        var response = HTTPResponse.problem(status, detail: detail)
        let (seconds, attoseconds) = retryAfter.components
        response.fields[.retryAfter] = "\(max(1, seconds + (attoseconds > 0 ? 1 : 0)))"
        return response
    }
}
