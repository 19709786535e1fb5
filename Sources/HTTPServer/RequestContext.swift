public import EventLoop
public import HTTPCore
public import Posix

/// A request as its handler receives it.
public struct RequestContext: Sendable {
    /// The message.
    public var request: HTTPRequest
    /// Who sent it; nil where the socket has no IP address.
    public let peer: SocketAddress?
    /// When the last byte of the request was parsed.
    public let receivedAt: EventLoopClock.Instant
    /// How the response will leave.
    public let delivery: ResponseDelivery

    /// Makes a context; a server does, and tests.
    public init(
        request: HTTPRequest,
        peer: SocketAddress? = nil,
        receivedAt: EventLoopClock.Instant = .now,
        delivery: ResponseDelivery = ResponseDelivery()
    ) {
        self.request = request
        self.peer = peer
        self.receivedAt = receivedAt
        self.delivery = delivery
    }
}

// @unchecked: one request's task writes it while the handler runs, and the same task reads it afterwards.

/// How a response leaves: whole, or broken on purpose by a server that simulates faults.
///
/// Confined to the task that handles the request.
public final class ResponseDelivery: @unchecked Sendable {
    /// The ways a response can leave.
    public enum Mode: Hashable, Sendable {
        /// As HTTP has it.
        case whole
        /// Nothing is sent; the connection ends with RST.
        case reset
        /// The head and half of the body, then the connection is closed.
        case truncated
    }

    /// The way chosen. Default ``Mode/whole``.
    public var mode = Mode.whole

    /// Makes one that delivers whole.
    public init() {}
}

/// Answers requests. It runs on the connection's event loop and must not block.
///
/// When the peer goes away while it runs, its task is cancelled. An end of stream counts as going away, since a peer that
/// has only finished sending cannot be told from one that has closed; what the handler returns is sent all the same, so
/// that a client that half-closes gets its answer from every handler that does not wait for anything.
public typealias HTTPHandler = @Sendable (RequestContext) async -> HTTPResponse
