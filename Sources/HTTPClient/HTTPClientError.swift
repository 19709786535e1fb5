public import HTTPCore
public import Posix

/// Why a request got no response.
public struct HTTPClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Kind: Hashable, Sendable {
        /// No connection could be made.
        case connectFailed(Errno)
        /// The deadline came first.
        case timedOut
        /// The connection was reset.
        case reset(Errno)
        /// The server closed before the response was complete.
        case prematureClose
        /// What came back is no HTTP response, or exceeds a limit.
        case malformedResponse(HTTPParseError)
        /// The calling task was cancelled.
        case cancelled
    }

    /// How much of the request had left when it failed, as far as this side can know. Only what was not sent may be
    /// repeated without thought (RFC 9110 9.2.2).
    public enum Sent: String, Hashable, Sendable, CaseIterable {
        /// Nothing: the server cannot have acted on it.
        case nothing = "no"
        /// Some of it: the server has no complete request.
        case part
        /// The system took all of it: the server may have acted on it, or never have seen it.
        case whole
    }

    /// What happened.
    public let kind: Kind
    /// How much of the request had left.
    public let sent: Sent

    /// Makes an error.
    public init(_ kind: Kind, sent: Sent) {
        self.kind = kind
        self.sent = sent
    }

    /// Whether it was a matter of time: the deadline came first, or that of connecting did.
    public var isTimeout: Bool { kind == .timedOut || kind == .connectFailed(.timedOut) }

    /// A bounded name for the kind, fit for a log field.
    public var type: String {
        switch kind {
        case .connectFailed: "connect_error"
        case .timedOut: "timeout"
        case .reset: "reset"
        case .prematureClose: "premature_close"
        case .malformedResponse: "malformed_response"
        case .cancelled: "cancelled"
        }
    }

    /// A sentence for people.
    public var description: String {
        switch kind {
        case .connectFailed(let error): "could not connect: \(error)"
        case .timedOut: "no complete response before the deadline"
        case .reset(let error): "the connection broke: \(error)"
        case .prematureClose: "the server closed before the response was complete"
        case .malformedResponse(let error): "the response is not valid HTTP: \(error)"
        case .cancelled: "cancelled"
        }
    }
}
