import HTTPCore

/// Something a server may send, the rule about it, and what becomes of it; used like `RequestCase`.
struct ResponseCase: Sendable {
    enum Outcome: Sendable {
        /// One complete response, and the connection goes on.
        case reads(String, body: String = "")
        /// One response that is complete because the server closed.
        case readsUntilClose(String, body: String = "")
        /// No error, and no complete response yet; a close now is a premature end.
        case waits
        /// An error, or a content that another answer must not follow.
        case refused(HTTPParseError.Kind)
    }

    /// Where the rule stands.
    let source: String
    let name: String
    /// The method of the request that is answered.
    let method: HTTPMethod
    let text: String
    let outcome: Outcome
    let limits: HTTPLimits

    init(
        _ source: String,
        _ name: String,
        to method: HTTPMethod = .get,
        _ text: String,
        limits: HTTPLimits = HTTPLimits(),
        _ outcome: Outcome
    ) {
        self.source = source
        self.name = name
        self.method = method
        self.text = text
        self.limits = limits
        self.outcome = outcome
    }
}

/// All cases, by what they are about.
enum ResponseCases {
    static let all = statusLines + contents + framings + limits
}
