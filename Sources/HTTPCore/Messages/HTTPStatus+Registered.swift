/// The registered codes (IANA HTTP Status Code Registry) that a service meets.
extension HTTPStatus {
    /// 100 Continue.
    public static let `continue` = HTTPStatus(registered: 100)
    /// 101 Switching Protocols.
    public static let switchingProtocols = HTTPStatus(registered: 101)
    /// 103 Early Hints.
    public static let earlyHints = HTTPStatus(registered: 103)
    /// 200 OK.
    public static let ok = HTTPStatus(registered: 200)
    /// 201 Created.
    public static let created = HTTPStatus(registered: 201)
    /// 202 Accepted.
    public static let accepted = HTTPStatus(registered: 202)
    /// 203 Non-Authoritative Information.
    public static let nonAuthoritativeInformation = HTTPStatus(registered: 203)
    /// 204 No Content.
    public static let noContent = HTTPStatus(registered: 204)
    /// 205 Reset Content.
    public static let resetContent = HTTPStatus(registered: 205)
    /// 206 Partial Content.
    public static let partialContent = HTTPStatus(registered: 206)
    /// 300 Multiple Choices.
    public static let multipleChoices = HTTPStatus(registered: 300)
    /// 301 Moved Permanently.
    public static let movedPermanently = HTTPStatus(registered: 301)
    /// 302 Found.
    public static let found = HTTPStatus(registered: 302)
    /// 303 See Other.
    public static let seeOther = HTTPStatus(registered: 303)
    /// 304 Not Modified.
    public static let notModified = HTTPStatus(registered: 304)
    /// 307 Temporary Redirect.
    public static let temporaryRedirect = HTTPStatus(registered: 307)
    /// 308 Permanent Redirect.
    public static let permanentRedirect = HTTPStatus(registered: 308)
    /// 400 Bad Request.
    public static let badRequest = HTTPStatus(registered: 400)
    /// 401 Unauthorized.
    public static let unauthorized = HTTPStatus(registered: 401)
    /// 402 Payment Required.
    public static let paymentRequired = HTTPStatus(registered: 402)
    /// 403 Forbidden.
    public static let forbidden = HTTPStatus(registered: 403)
    /// 404 Not Found.
    public static let notFound = HTTPStatus(registered: 404)
    /// 405 Method Not Allowed.
    public static let methodNotAllowed = HTTPStatus(registered: 405)
    /// 406 Not Acceptable.
    public static let notAcceptable = HTTPStatus(registered: 406)
    /// 407 Proxy Authentication Required.
    public static let proxyAuthenticationRequired = HTTPStatus(registered: 407)
    /// 408 Request Timeout.
    public static let requestTimeout = HTTPStatus(registered: 408)
    /// 409 Conflict.
    public static let conflict = HTTPStatus(registered: 409)
    /// 410 Gone.
    public static let gone = HTTPStatus(registered: 410)
    /// 411 Length Required.
    public static let lengthRequired = HTTPStatus(registered: 411)
    /// 412 Precondition Failed.
    public static let preconditionFailed = HTTPStatus(registered: 412)
    /// 413 Content Too Large.
    public static let contentTooLarge = HTTPStatus(registered: 413)
    /// 414 URI Too Long.
    public static let uriTooLong = HTTPStatus(registered: 414)
    /// 415 Unsupported Media Type.
    public static let unsupportedMediaType = HTTPStatus(registered: 415)
    /// 416 Range Not Satisfiable.
    public static let rangeNotSatisfiable = HTTPStatus(registered: 416)
    /// 417 Expectation Failed.
    public static let expectationFailed = HTTPStatus(registered: 417)
    /// 421 Misdirected Request.
    public static let misdirectedRequest = HTTPStatus(registered: 421)
    /// 422 Unprocessable Content.
    public static let unprocessableContent = HTTPStatus(registered: 422)
    /// 425 Too Early.
    public static let tooEarly = HTTPStatus(registered: 425)
    /// 426 Upgrade Required.
    public static let upgradeRequired = HTTPStatus(registered: 426)
    /// 428 Precondition Required.
    public static let preconditionRequired = HTTPStatus(registered: 428)
    /// 429 Too Many Requests.
    public static let tooManyRequests = HTTPStatus(registered: 429)
    /// 431 Request Header Fields Too Large.
    public static let requestHeaderFieldsTooLarge = HTTPStatus(registered: 431)
    /// 500 Internal Server Error.
    public static let internalServerError = HTTPStatus(registered: 500)
    /// 501 Not Implemented.
    public static let notImplemented = HTTPStatus(registered: 501)
    /// 502 Bad Gateway.
    public static let badGateway = HTTPStatus(registered: 502)
    /// 503 Service Unavailable.
    public static let serviceUnavailable = HTTPStatus(registered: 503)
    /// 504 Gateway Timeout.
    public static let gatewayTimeout = HTTPStatus(registered: 504)
    /// 505 HTTP Version Not Supported.
    public static let httpVersionNotSupported = HTTPStatus(registered: 505)
    /// 511 Network Authentication Required.
    public static let networkAuthenticationRequired = HTTPStatus(registered: 511)
}
