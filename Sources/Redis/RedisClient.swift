public import EventLoop

/// A client of one Redis server for what a cache needs, `GET` and `SET`, on the loops of a group.
///
/// Each loop has a few connections of its own and sends one command at a time over each, so that one that hangs takes no
/// other with it. A connection on which anything goes wrong, a timeout and a cancellation included, is closed: no late
/// reply can answer another command. It knows no retries, breaker or metrics; they go around it.
///
/// Source: Redis serialization protocol specification (RESP2), https://redis.io/docs/latest/develop/reference/protocol-spec/
///
/// Thread-safe. Call ``close()`` before the group is shut down.
public final class RedisClient: Sendable {
    private let url: RedisURL
    private let configuration: RedisClientConfiguration
    private let limits: RESPLimits
    private let group: EventLoopGroup
    private let pools: [ConnectionPool]

    /// Makes a client; connections are made when commands need them.
    ///
    /// - Parameters:
    ///   - url: the server, and with which user and password to use which of its databases.
    ///   - resolver: looks the server's name up, where it is one.
    public init(
        url: RedisURL,
        configuration: RedisClientConfiguration = RedisClientConfiguration(),
        on group: EventLoopGroup,
        resolver: Resolver
    ) {
        self.url = url
        self.configuration = configuration
        self.group = group
        limits = RESPLimits(maxBulkBytes: configuration.maxValueBytes)
        pools = group.loops.map { _ in
            ConnectionPool(
                configuration,
                addresses: AddressCache(url: url, lifetime: configuration.nameLifetime, resolver: resolver)
            )
        }
    }

    /// The value of `key`; nil where there is none, or where it has expired.
    ///
    /// - Parameter deadline: when to give up, waiting for a connection and making one included.
    /// - Throws: ``RedisError``. Cancelling the task closes the connection and throws `cancelled`.
    public func get(_ key: String, deadline: EventLoopClock.Instant) async throws(RedisError) -> [UInt8]? {
        guard case .bulk(let value) = try await send(.get(key), deadline: deadline) else { return nil }
        return value
    }

    /// Sets the value of `key`, whatever was there.
    ///
    /// - Parameters:
    ///   - value: at most `maxValueBytes`.
    ///   - expiry: how long the server keeps it; whole milliseconds, rounded up, at least one.
    ///   - deadline: when to give up, waiting for a connection and making one included. The value may have been set all
    ///     the same.
    /// - Throws: ``RedisError``. Cancelling the task closes the connection and throws `cancelled`.
    public func set(
        _ key: String,
        _ value: [UInt8],
        expiry: Duration,
        deadline: EventLoopClock.Instant
    ) async throws(RedisError) {
        guard value.count <= configuration.maxValueBytes else { throw RedisError(.valueTooLong) }
        _ = try await send(.set(key, value, expiry: expiry), deadline: deadline)
    }

    /// Closes all connections. Commands under way, and all later ones, end with `cancelled`.
    public func close() async {
        for (loop, pool) in zip(group.loops, pools) {
            await withUnsafeContinuation { continuation in
                loop.execute { pool.close(continuation) }
            }
        }
    }

    private func send(
        _ command: RedisCommand,
        deadline: EventLoopClock.Instant
    ) async throws(RedisError) -> RESPValue {
        let loop = self.loop
        let call = RedisCall(deadline: deadline, on: loop)
        let result = await withTaskCancellationHandler {
            if loop.isCurrent { return await perform(command, call) }
            return await withTaskExecutorPreference(loop) { await perform(command, call) }
        } onCancel: {
            loop.execute { call.cancel() }
        }
        let reply = try result.get()
        if case .error(let text) = reply { throw RedisError(serverText: text) }
        return reply
    }

    private var loop: EventLoop {
        if let current = EventLoop.current, current.index < group.loops.count, group.loops[current.index] === current {
            return current
        }
        return group.next()
    }

    // @concurrent: on the loop even where the caller is isolated to an actor.
    @concurrent
    private func perform(_ command: RedisCommand, _ call: RedisCall) async -> Result<RESPValue, RedisError> {
        let pool = pools[call.loop.index]
        do throws(RedisError) {
            try pool.enter(call)
            defer { pool.leave(call) }
            try await pool.takePlace(for: call)
            defer { pool.freePlace() }
            return .success(try await perform(command, call, in: pool))
        } catch {
            return .failure(error)
        }
    }

    /// Sends a command over an idle connection or a new one. An idle one that the server had closed just before is replaced,
    /// and the command sent once more, for every command here may be repeated: that is no retry, since nothing was answered.
    private func perform(
        _ command: RedisCommand,
        _ call: RedisCall,
        in pool: ConnectionPool
    ) async throws(RedisError) -> RESPValue {
        if let connection = pool.takeIdle() {
            let outcome = await exchange(command, call, over: connection, in: pool)
            guard case .failed(_, isStale: true) = outcome else { return try outcome.firstReply }
        }
        let addresses = try await pool.addresses.addresses(for: call)
        let connection = try await RedisConnection.open(addresses, url, limits: limits, for: call)
        return try await exchange(command, call, over: connection, in: pool).firstReply
    }

    private func exchange(
        _ command: RedisCommand,
        _ call: RedisCall,
        over connection: RedisConnection,
        in pool: ConnectionPool
    ) async -> RedisConnection.Outcome {
        call.watch(connection.socket)
        let outcome = await connection.exchange([command], deadline: call.deadline)
        call.unwatch()
        if case .replies(_, isReusable: true) = outcome {
            pool.keep(connection)
        } else {
            connection.socket.close()
        }
        return outcome
    }
}

extension RedisConnection.Outcome {
    fileprivate var firstReply: RESPValue {
        get throws(RedisError) {
            switch self {
            case .replies(let replies, _): return replies[0]
            case .failed(let error, _): throw error
            }
        }
    }
}
