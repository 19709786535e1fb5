/// The names that the services use.
extension HTTPFieldName {
    /// `accept`.
    public static let accept = HTTPFieldName(lowercase: "accept")
    /// `accept-encoding`.
    public static let acceptEncoding = HTTPFieldName(lowercase: "accept-encoding")
    /// `age`.
    public static let age = HTTPFieldName(lowercase: "age")
    /// `allow`.
    public static let allow = HTTPFieldName(lowercase: "allow")
    /// `authorization`.
    public static let authorization = HTTPFieldName(lowercase: "authorization")
    /// `cache-control`.
    public static let cacheControl = HTTPFieldName(lowercase: "cache-control")
    /// `connection`.
    public static let connection = HTTPFieldName(lowercase: "connection")
    /// `content-length`.
    public static let contentLength = HTTPFieldName(lowercase: "content-length")
    /// `content-type`.
    public static let contentType = HTTPFieldName(lowercase: "content-type")
    /// `date`.
    public static let date = HTTPFieldName(lowercase: "date")
    /// `expect`.
    public static let expect = HTTPFieldName(lowercase: "expect")
    /// `host`.
    public static let host = HTTPFieldName(lowercase: "host")
    /// `idempotency-key`. Makes a request repeatable by naming it (draft-ietf-httpapi-idempotency-key-header).
    public static let idempotencyKey = HTTPFieldName(lowercase: "idempotency-key")
    /// `location`.
    public static let location = HTTPFieldName(lowercase: "location")
    /// `retry-after`.
    public static let retryAfter = HTTPFieldName(lowercase: "retry-after")
    /// `server`.
    public static let server = HTTPFieldName(lowercase: "server")
    /// `trailer`.
    public static let trailer = HTTPFieldName(lowercase: "trailer")
    /// `transfer-encoding`.
    public static let transferEncoding = HTTPFieldName(lowercase: "transfer-encoding")
    /// `traceparent`. W3C Trace Context: trace and parent span.
    public static let traceparent = HTTPFieldName(lowercase: "traceparent")
    /// `tracestate`. W3C Trace Context: what vendors add.
    public static let tracestate = HTTPFieldName(lowercase: "tracestate")
    /// `upgrade`.
    public static let upgrade = HTTPFieldName(lowercase: "upgrade")
    /// `user-agent`.
    public static let userAgent = HTTPFieldName(lowercase: "user-agent")
    /// `vary`.
    public static let vary = HTTPFieldName(lowercase: "vary")
    /// `x-fault`: the fault that a simulated failure came from.
    public static let xFault = HTTPFieldName(lowercase: "x-fault")
    /// `x-request-deadline-ms`: what is left of the caller's deadline, in milliseconds.
    public static let xRequestDeadlineMs = HTTPFieldName(lowercase: "x-request-deadline-ms")
    /// `x-retry-attempt`: the number of the retry, from 1; absent on a first attempt.
    public static let xRetryAttempt = HTTPFieldName(lowercase: "x-retry-attempt")
    /// `x-source`: where an answer came from: fresh, stale or another fallback.
    public static let xSource = HTTPFieldName(lowercase: "x-source")
}
