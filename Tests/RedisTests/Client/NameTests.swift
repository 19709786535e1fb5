import EventLoop
import Posix
import Redis
import Synchronization
import TestSupport
import Testing

/// A server that is known by name.
@Suite(.timeLimit(.minutes(2))) struct NameTests {
    /// Lookups that a test answers, and how many there were.
    final class Names: Sendable {
        typealias Answer = Result<[SocketAddress], NameLookup.Failure>
        private let state = Mutex((count: 0, answer: Answer.failure(.notFound)))
        var count: Int { state.withLock { $0.count } }

        func answer(_ answer: Answer) { state.withLock { $0.answer = answer } }

        func resolver() throws -> Resolver {
            try Resolver(negativeLifetime: .zero) { _, _ in
                self.state.withLock { state in
                    state.count += 1
                    return state.answer
                }
            }
        }
    }

    private func withNames(
        lifetime: Duration,
        _ body: (Names, TestClient, RedisServerProcess, SocketAddress) async throws -> Void
    ) async throws {
        let names = Names()
        try await withRedis { server, _, group in
            var configuration = RedisClientConfiguration()
            configuration.nameLifetime = lifetime
            // Every command makes a connection.
            configuration.maxConnectionAge = .zero
            let client = try TestClient("redis://cache", configuration, on: group, resolver: try names.resolver())
            do {
                try await body(names, client, server, SocketAddress(ip: "127.0.0.1", port: server.port)!)
            } catch {
                Issue.record(error)
            }
            await client.close()
        }
    }

    @Test func aNameIsLookedUpOnceForManyConnections() async throws {
        try await withNames(lifetime: .seconds(3600)) { names, client, _, address throws in
            names.answer(.success([address]))
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { #expect(await client.failure() == nil) } }
            }
            #expect(names.count == 1)
        }
    }

    @Test func aNameThatIsUnknownIsAnErrorAndIsAskedForAgain() async throws {
        try await withNames(lifetime: .seconds(3600)) { names, client, _, address throws in
            let error = await client.failure()
            #expect(error == RedisError(.unresolvedName(.notFound)))
            #expect(error?.type == "connect_error")
            names.answer(.success([address]))
            #expect(await client.failure() == nil)
            #expect(names.count == 2)
        }
    }

    @Test func addressesAreUsedWhileNewerOnesAreLookedUpAndWhereThereAreNone() async throws {
        try await withNames(lifetime: .zero) { names, client, _, address throws in
            names.answer(.success([address]))
            #expect(await client.failure() == nil)
            names.answer(.failure(.failed("no name server")))
            for _ in 0..<5 { #expect(await client.failure() == nil) }
            // The address of a server that has moved is forgotten as soon as the name has another.
            let moved = RefusingPort()
            names.answer(.success([moved.address]))
            let deadline = EventLoopClock.Instant.now.advanced(by: .seconds(30))
            while await client.failure() == nil, .now < deadline {}
            #expect(await client.failure()?.kind == .connectFailed(Errno(111)))
        }
    }

    @Test func theNextAddressIsTriedWhereOneRefuses() async throws {
        try await withNames(lifetime: .seconds(3600)) { names, client, _, address throws in
            let refusing = RefusingPort()
            names.answer(.success([refusing.address, address]))
            #expect(await client.failure() == nil)
        }
    }

    @Test func anAddressThatDoesNotAnswerLeavesTimeForTheNext() async throws {
        // A full backlog drops what asks for a connection, as a partition does.
        let listener = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!, backlog: 0)
        let silent = try #require(try Socket.localAddress(listener))
        let first = try Socket.connect(to: silent)
        try await withNames(lifetime: .seconds(3600)) { names, client, _, address throws in
            names.answer(.success([silent, address]))
            #expect(try await client.get("key", within: .seconds(2)) == nil)
            #expect(socketsConnected(to: silent.port) == 1)
        }
        _ = consume first
        _ = consume listener
    }

    @Test func aLookupThatHangsCostsNoMoreThanTheDeadline() async throws {
        let group = try EventLoopGroup(count: 1)
        let release = try Latch()
        let answered = Signal()
        let resolver = try Resolver { _, _ in
            release.wait()
            answered.set()
            return .failure(.notFound)
        }
        let client = try TestClient("redis://cache", on: group, resolver: resolver)
        #expect(await client.failure(within: .milliseconds(50)) == RedisError(.timedOut))
        let call = Task { await client.failure() }
        call.cancel()
        #expect(await call.value == RedisError(.cancelled))
        release.open()
        await answered.wait()
        await client.close()
        group.shutDown()
    }
}
