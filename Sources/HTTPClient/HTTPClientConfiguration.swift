public import HTTPCore

/// How an ``HTTPClient`` keeps its connections and reads responses.
public struct HTTPClientConfiguration: Sendable {
    /// Connections per address and event loop, in use and idle together; further requests wait for one in the order they
    /// came. Connections made with `.fresh` do not count. Default 1024; at least 1.
    public var maxConnections = 1024
    /// How long a connection attempt may take, within the request's deadline; then `connectFailed` with `ETIMEDOUT`.
    /// Default 2 s: one lost SYN is sent again after 1 s (RFC 6298 2.1).
    public var connectTimeout: Duration = .seconds(2)
    /// Idle connections kept per address and event loop; 0 keeps none. Default 64.
    public var maxIdleConnections = 64
    /// A connection older than this is not used again, so that new addresses get their share. Default 5 minutes.
    public var maxConnectionAge: Duration = .seconds(300)
    /// A connection idle for longer is not used again: most servers close theirs after 60–75 s. Default 55 s.
    public var maxIdleTime: Duration = .seconds(55)
    /// Bounds on what a server may send.
    public var limits = HTTPLimits()

    /// Makes a configuration with the defaults.
    public init() {}
}
