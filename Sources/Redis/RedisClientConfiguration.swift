/// How a ``RedisClient`` keeps its connections and what it reads.
public struct RedisClientConfiguration: Sendable {
    /// Connections per event loop, in use and idle together; further commands wait for one in the order they came.
    /// Default 4; at least 1.
    public var maxConnections = 4
    /// The longest value, in bytes, that is written or read. Default 1 MiB and 64 KiB, room for a body of 1 MiB and what
    /// is stored beside it.
    public var maxValueBytes = 1 << 20 + 64 << 10
    /// A connection idle for longer is not used again: Redis keeps them for ever by default, what lies between forgets
    /// them. Default 55 s.
    public var maxIdleTime: Duration = .seconds(55)
    /// A connection older than this is not used again, so that a name's new address is found. Default 5 minutes.
    public var maxConnectionAge: Duration = .seconds(300)
    /// How long a name's addresses are used before a new connection has them looked up again. Default 5 s.
    public var nameLifetime: Duration = .seconds(5)

    /// Makes a configuration with the defaults.
    public init() {}
}
