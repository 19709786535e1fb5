public import HTTPCore

/// How an ``HTTPClient`` keeps its connections and reads responses.
public struct HTTPClientConfiguration: Sendable {
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
