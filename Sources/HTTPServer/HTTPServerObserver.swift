/// Why a server refused a request before any handler saw it. The raw value is bounded and serves as a label.
public enum HTTPRejectionReason: String, Sendable, CaseIterable {
    /// Not HTTP as RFC 9112 has it.
    case malformed
    /// The request line or the header section is over its limit.
    case headerTooLarge = "header_too_large"
    /// The body is over its limit.
    case bodyTooLarge = "body_too_large"
    /// The head or the body did not arrive in time.
    case timeout
    /// It expects of the server what no server here does (RFC 9110 10.1.1).
    case expectation = "expectation_failed"
    /// The connection table is full.
    case overload
}

/// What happens on a server, told as it happens. Called on the event loops: implementations must be quick.
public protocol HTTPServerObserver: Sendable {
    /// A connection was accepted.
    func connectionOpened()
    /// An accepted connection has ended.
    func connectionClosed()
    /// A request was refused before any handler saw it.
    func rejected(_ reason: HTTPRejectionReason)
}
