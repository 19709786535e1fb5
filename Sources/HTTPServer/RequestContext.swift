public import EventLoop
public import HTTPCore
public import Posix

// @unchecked: `delivery` is written by the request's task while the handler runs, and read by the same task afterwards.

/// A request as its handler receives it, and how its response will leave.
///
/// Confined to the task that handles the request, but for what never changes.
public final class RequestContext: @unchecked Sendable {
    /// The message.
    public let request: HTTPRequest
    /// Who sent it; nil where the socket has no IP address.
    public let peer: SocketAddress?
    /// When the last byte of the request was parsed.
    public let receivedAt: EventLoopClock.Instant
    /// How the response will leave. Default ``ResponseDelivery/whole``.
    public var delivery = ResponseDelivery.whole

    /// Makes a context; a server does, and tests.
    public init(request: HTTPRequest, peer: SocketAddress? = nil, receivedAt: EventLoopClock.Instant = .now) {
        self.request = request
        self.peer = peer
        self.receivedAt = receivedAt
    }
}

/// How a response leaves: whole, or broken on purpose by a server that simulates faults.
public enum ResponseDelivery: Hashable, Sendable {
    /// As HTTP has it.
    case whole
    /// Nothing is sent; the connection ends with RST.
    case reset
    /// The head and half of the body (of a streamed one, nothing), then the connection is closed.
    case truncated
}

/// Answers requests. It runs on the connection's event loop and must not block.
///
/// When the peer goes away while it runs, its task is cancelled. An end of stream counts as going away, since a peer that
/// has only finished sending cannot be told from one that has closed; what the handler returns is sent all the same, so
/// that a client that half-closes gets its answer from every handler that does not wait for anything.
public typealias HTTPHandler = @Sendable (RequestContext) async -> HTTPResponse
