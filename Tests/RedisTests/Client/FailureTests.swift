import EventLoop
import Posix
import Redis
import Synchronization
import TestSupport
import Testing

/// A real server that dies, stands still or is not there.
@Suite(.timeLimit(.minutes(2))) struct FailureTests {
    @Test func aServerThatCameBackIsFoundByTheNextCommand() async throws {
        try await withRedis { server, client, group in
            try await client.set("key", [1])
            await server.kill()
            let again = try await server.startAgain()
            #expect(try await client.get("key") == nil)
            try await client.set("key", [2])
            #expect(try await client.get("key") == [2])
            #expect(socketsConnected(to: server.port) == 1)
            await again.kill()
            let error = await client.failure()
            #expect(error?.kind == .connectFailed(Errno(111)))
            #expect(error?.type == "connect_error")
        }
    }

    @Test func anIdleConnectionThatTheServerEndsIsClosedAtOnce() async throws {
        try await withRedis { server, client, _ throws in
            #expect(try await client.get("key") == nil)
            #expect(socketsConnected(to: server.port) == 1)
            await server.kill()
            let deadline = EventLoopClock.Instant.now.advanced(by: .seconds(30))
            while socketsConnected(to: server.port) > 0, .now < deadline { await Task.yield() }
            #expect(socketsConnected(to: server.port) == 0)
        }
    }

    /// On a loop that has not heard yet that the server closed: the command leaves, and a reset comes instead of a reply.
    @Test(arguments: [true, false])
    func aCommandThatMetAStaleConnectionIsSentOnceMore(_ resets: Bool) async throws {
        let opened = Opened()
        try await withScript { socket, number in
            opened.increment()
            try await socket.expect("key\r\n")
            try await socket.write("$1\r\n\(number)\r\n")
            try await socket.expect("key\r\n")
            if resets { socket.reset() }
        } _: { client throws in
            #expect(try await client.get("key") == Array("0".utf8))
            #expect(try await client.get("key") == Array("1".utf8))
            #expect(opened.count == 2)
        }
    }

    @Test func aReplyThatHadBegunIsNotAskedForAgain() async throws {
        let opened = Opened()
        try await withScript { socket, _ in
            opened.increment()
            try await socket.expect("key\r\n")
            try await socket.write("$1\r\n1\r\n")
            try await socket.expect("key\r\n")
            try await socket.write("$")
        } _: { client throws in
            #expect(try await client.get("key") == Array("1".utf8))
            #expect(await client.failure() == RedisError(.malformedReply(.prematureEnd)))
            #expect(opened.count == 1)
        }
    }

    @Test func aNewConnectionThatEndsIsAnErrorAtOnce() async throws {
        let opened = Opened()
        try await withScript { socket, number in
            opened.increment()
            try await socket.expect("key\r\n")
            if number == 1 { socket.reset() }
        } _: { client throws in
            #expect(await client.failure() == RedisError(.connectionLost(nil)))
            let error = await client.failure()
            #expect(error?.kind == .connectionLost(Errno(104)))
            #expect(error?.type == "connect_error")
            #expect(opened.count == 2)
        }
    }

    @Test func aServerThatStandsStillCostsNoMoreThanTheDeadline() async throws {
        var configuration = RedisClientConfiguration()
        configuration.maxConnections = 2
        try await withRedis([], configuration) { server, client, _ throws in
            for key in ["a", "b"] { try await client.set(key, Array(key.utf8)) }
            server.pause()
            let begin = EventLoopClock.Instant.now
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<10 {
                    // Two have a connection, the others wait for one.
                    group.addTask {
                        let error = await client.failure(index % 2 == 0 ? "a" : "b", within: .milliseconds(100))
                        #expect(error == RedisError(.timedOut))
                        #expect(error?.type == "timeout")
                    }
                }
            }
            #expect(begin.duration(to: .now) < .seconds(20))
            #expect(socketsConnected(to: server.port) == 0)
            // What the server answers late goes to connections that are closed.
            server.goOn()
            for _ in 0..<20 {
                for key in ["a", "b", "c"] {
                    #expect(try await client.get(key) == (key == "c" ? nil : Array(key.utf8)))
                }
            }
        }
    }

    @Test func aRefusedConnectionIsAnErrorAtOnce() async throws {
        let refusing = RefusingPort()
        let group = try EventLoopGroup(count: 1)
        let client = try TestClient("redis://\(refusing.address)", on: group)
        for _ in 0..<10 {
            let error = await client.failure(within: .seconds(3600))
            #expect(error == RedisError(.connectFailed(Errno(111))))
            #expect(error?.type == "connect_error")
        }
        await client.close()
        group.shutDown()
    }

    @Test func nothingIsSentAfterTheDeadline() async throws {
        let opened = Opened()
        try await withScript { _, _ in
            opened.increment()
        } _: { client throws in
            #expect(await client.failure(within: .zero) == RedisError(.timedOut))
            #expect(await client.failure(within: .seconds(-1)) == RedisError(.timedOut))
            #expect(opened.count == 0)
        }
    }

    @Test func cancellationEndsACommandAtOnceAndClosesItsConnection() async throws {
        let asked = Signal()
        let left = Signal()
        var configuration = RedisClientConfiguration()
        configuration.maxConnections = 1
        try await withScript(configuration) { socket, number throws in
            try await socket.expect("key\r\n")
            if number > 0 { return try await socket.write("$-1\r\n") }
            asked.set()
            // Ends because the client closes.
            do { try await socket.expect("nothing more") } catch { left.set() }
        } _: { client throws in
            let call = Task { await client.failure() }
            await asked.wait()
            let waiting = Task { await client.failure() }
            let next = Task { await client.failure() }
            waiting.cancel()
            #expect(await waiting.value == RedisError(.cancelled))
            call.cancel()
            let error = await call.value
            #expect(error == RedisError(.cancelled))
            #expect(error?.type == "cancelled")
            await left.wait()
            // The place is free again.
            #expect(await next.value == nil)
        }
    }

    @Test func aTaskThatWasCancelledBeforeSendsNothing() async throws {
        try await withRedis { server, client, _ in
            let ready = Signal()
            let call = Task {
                await ready.wait()
                return await client.failure()
            }
            call.cancel()
            ready.set()
            #expect(await call.value == RedisError(.cancelled))
            #expect(socketsConnected(to: server.port) == 0)
        }
    }

    @Test func closingEndsWhatIsUnderWayAndAllThatComes() async throws {
        let asked = Signal()
        var configuration = RedisClientConfiguration()
        configuration.maxConnections = 1
        try await withScript(configuration) { socket, _ throws in
            try await socket.expect("key\r\n")
            asked.set()
            try await socket.expect("nothing more")
        } _: { client throws in
            let calls = (0..<3).map { _ in Task { await client.failure() } }
            await asked.wait()
            await client.close()
            for call in calls { #expect(await call.value == RedisError(.cancelled)) }
            #expect(await client.failure() == RedisError(.cancelled))
            await client.close()
        }
    }
}
