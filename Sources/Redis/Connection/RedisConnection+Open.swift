import EventLoop
import Posix

extension RedisConnection {
    /// Connects to the first of `addresses` that takes it, in their order (RFC 1123 2.3), and says who the client is and
    /// which database it wants.
    ///
    /// - Throws: ``RedisError``: that of the last address tried, or the server's refusal.
    static func open(
        _ addresses: [SocketAddress],
        _ url: RedisURL,
        limits: RESPLimits,
        for call: RedisCall
    ) async throws(RedisError) -> RedisConnection {
        defer { call.unwatch() }
        let socket = try await connect(to: addresses, for: call)
        let connection = RedisConnection(socket: socket, limits: limits)
        do throws(RedisError) {
            try await connection.introduce(url, deadline: call.deadline)
        } catch {
            socket.close()
            throw error
        }
        return connection
    }

    private static func connect(
        to addresses: [SocketAddress],
        for call: RedisCall
    ) async throws(RedisError) -> AsyncSocket {
        var failure = RedisError(.connectFailed(.noAddress))
        for (index, address) in addresses.enumerated() {
            let now = EventLoopClock.Instant.now
            if call.deadline <= now { throw RedisError(.timedOut) }
            // One that does not answer leaves as much time to each of the others.
            let left = addresses.count - index
            let deadline = left == 1 ? call.deadline : now.advanced(by: now.duration(to: call.deadline) / left)
            do throws(IOError) {
                return try await AsyncSocket.connect(to: address, on: call.loop, deadline: deadline) { call.watch($0) }
            } catch {
                switch error {
                case .system(let errno): failure = RedisError(.connectFailed(errno))
                case .timedOut: failure = RedisError(.timedOut)
                case .cancelled, .closed: throw RedisError(.cancelled)
                }
            }
        }
        throw failure
    }

    /// Both commands leave at once. What the server is asked for must wait for the replies: with a wrong database it would
    /// be done there.
    private func introduce(_ url: RedisURL, deadline: EventLoopClock.Instant) async throws(RedisError) {
        var commands: [RedisCommand] = []
        if let credentials = url.credentials { commands.append(.authenticate(credentials)) }
        if url.database != 0 { commands.append(.select(url.database)) }
        if commands.isEmpty { return }
        switch await exchange(commands, deadline: deadline) {
        case .failed(let error, _): throw error
        case .replies(let replies, let isReusable):
            for (index, reply) in replies.enumerated() {
                guard case .error(let text) = reply else { continue }
                throw url.credentials != nil && index == 0 ? RedisError(serverCode: text) : RedisError(serverText: text)
            }
            if !isReusable { throw RedisError(.unexpectedReply) }
        }
    }
}
