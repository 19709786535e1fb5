import EventLoop
import Posix

/// One connection to a server: sends commands, reads their replies. Confined to its loop.
///
/// Replies carry no name of what they answer; their order alone says it. So after a timeout, a cancellation or a reply
/// that makes no sense the connection must be closed: what comes late would answer the next command.
final class RedisConnection {
    let socket: AsyncSocket
    let openedAt = EventLoopClock.Instant.now
    /// Since when it waits for a command.
    var idleSince = EventLoopClock.Instant.now

    private let input = ReceiveBuffer(capacity: 16 << 10)
    private var parser: RESPParser
    /// Whether any byte has come since the latest commands were sent.
    private var hasReceived = false

    init(socket: AsyncSocket, limits: RESPLimits) {
        self.socket = socket
        parser = RESPParser(limits: limits)
    }

    /// The outcome of an exchange.
    enum Outcome {
        /// A reply to each command, in their order, and whether the connection can serve again.
        case replies([RESPValue], isReusable: Bool)
        /// Not all replies. `isStale` is true where the server closed or reset before it sent anything, so that all it
        /// says may be that the server had tired of an idle connection.
        case failed(RedisError, isStale: Bool)
    }

    /// Sends the commands in one piece and reads a reply to each.
    func exchange(_ commands: [RedisCommand], deadline: EventLoopClock.Instant) async -> Outcome {
        var output: [UInt8] = []
        for command in commands { RESPSerializer.append(command.arguments, to: &output) }
        socket.deadline = deadline
        hasReceived = false
        var replies: [RESPValue] = []
        do throws(IOError) {
            let sent = try socket.writeNow(output)
            if sent < output.count { try await socket.write(output, from: sent) }
            while true {
                if let outcome = try readNow(commands, &replies) { return outcome }
                try await socket.waitUntilReadable()
            }
        } catch {
            var isStale = false
            if case .system = error { isStale = !hasReceived }
            return .failed(RedisError(io: error), isStale: isStale)
        }
    }

    /// Reads what is there; nil where more must come.
    private func readNow(_ commands: [RedisCommand], _ replies: inout [RESPValue]) throws(IOError) -> Outcome? {
        while true {
            let reply: RESPValue?
            do throws(RESPParseError) {
                let (parsed, consumed) = try parser.next(input.readable)
                input.consume(consumed)
                reply = parsed
            } catch {
                return .failed(RedisError(.malformedReply(error)), isStale: false)
            }
            if let reply {
                guard commands[replies.count].allows(reply) else {
                    return .failed(RedisError(.unexpectedReply), isStale: false)
                }
                replies.append(reply)
                // A byte more is one that nobody asked for.
                if replies.count == commands.count { return .replies(replies, isReusable: input.isEmpty) }
            } else {
                guard let count = try input.receiveNow(from: socket) else { return nil }
                if count == 0 { return atEndOfStream() }
                hasReceived = true
            }
        }
    }

    private func atEndOfStream() -> Outcome {
        let kind: RedisError.Kind = hasReceived ? .malformedReply(.prematureEnd) : .connectionLost(nil)
        return .failed(RedisError(kind), isStale: !hasReceived)
    }
}
