public import HTTPCore
public import Posix

/// How an ``HTTPServer`` listens, and what it allows its peers.
public struct HTTPServerConfiguration: Sendable {
    /// Where to listen; port 0 takes a free one.
    public var address: SocketAddress
    /// Connections open at once over all loops; one more is answered with 503 and closed. Default 10,000; at least 1.
    public var maxConnections = 10_000
    /// Bounds on what a peer may send.
    public var limits = HTTPLimits()
    /// From a request's first byte to the end of its head; then 408. Default 10 s.
    public var headerTimeout: Duration = .seconds(10)
    /// From the end of the head to the end of the body; then 408. Default 30 s.
    public var bodyTimeout: Duration = .seconds(30)
    /// For a peer to take a whole response, or one piece of a streamed one; then the connection is closed. Default 30 s.
    public var writeTimeout: Duration = .seconds(30)
    /// How long a kept-alive connection may be silent between requests. Default 75 s.
    public var idleTimeout: Duration = .seconds(75)
    /// How long a peer whose connection ends may go on sending before it is closed for good (RFC 9112, 9.6): what it
    /// sends is read and dropped, so that no reset costs it its answer. Default 1 s.
    public var lingerTime: Duration = .seconds(1)

    /// Makes a configuration with the defaults.
    public init(address: SocketAddress) { self.address = address }
}
