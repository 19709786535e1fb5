import EventLoop
import HTTPClient
import HTTPCore
import TestSupport
import Testing

/// The bound on connections, over real sockets; the rules themselves are tested in ``PoolStateTests``.
@Suite(.timeLimit(.minutes(1))) struct PoolTests {
    static func limited(_ total: Int) -> HTTPClientConfiguration {
        var configuration = HTTPClientConfiguration()
        configuration.maxConnections = total
        return configuration
    }

    static let endless: RawServer.Script = { socket, _ in
        while true { try await RawServer.answer(socket, RawServer.ok) }
    }

    /// A server that a client may have one connection to, and that sets `busy` and waits before its first answer.
    private static func holdingTheFirst(_ busy: Signal, until release: Signal) throws -> RawServer {
        try RawServer(limited(1)) { socket, _ in
            try await RawServer.readHead(socket)
            busy.set()
            await release.wait()
            try await socket.write(Array(RawServer.ok.utf8))
            try await RawServer.answer(socket, RawServer.ok)
        }
    }

    @Test func requestsBeyondTheTotalWaitAndAreServed() async throws {
        let server = try RawServer(Self.limited(2), Self.endless)
        await withTaskGroup(of: HTTPClientError?.self) { group in
            for _ in 0..<50 { group.addTask { await server.send().error } }
            for await error in group { #expect(error == nil) }
        }
        #expect(server.connections.opened <= 2)
        #expect(server.connections.mostActive <= 2)
        #expect(server.connections.active == 0)
        try await server.stop()
        #expect(server.connections.idle == 0)
    }

    @Test func aFailedConnectionGivesItsPlaceToTheNext() async throws {
        let server = try RawServer(Self.limited(1)) { socket, number in
            if number % 2 == 0 { return socket.reset() }
            try await RawServer.answer(socket, RawServer.ok)
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { _ = await server.send() } }
        }
        #expect(server.connections.mostActive == 1)
        #expect(server.connections.active == 0)
        try await server.stop()
    }

    @Test func theWaitEndsAtTheCallersDeadlineAndNothingWasSent() async throws {
        let busy = Signal()
        let release = Signal()
        let server = try Self.holdingTheFirst(busy, until: release)
        async let first = server.send()
        await busy.wait()
        #expect(await server.send(timeout: .milliseconds(20)).error == HTTPClientError(.timedOut, sent: .nothing))
        #expect(await server.send(timeout: .zero).error == HTTPClientError(.timedOut, sent: .nothing))
        release.set()
        #expect(await first.error == nil)
        // Whoever left did not take the place along.
        #expect(await server.send().error == nil)
        #expect(server.connections.opened == 1)
        try await server.stop()
    }

    @Test func aCancelledCallerLeavesTheLine() async throws {
        let busy = Signal()
        let release = Signal()
        let server = try Self.holdingTheFirst(busy, until: release)
        async let first = server.send()
        await busy.wait()
        let waiting = Task { await server.send() }
        waiting.cancel()
        #expect(await waiting.value.error == HTTPClientError(.cancelled, sent: .nothing))
        release.set()
        #expect(await first.error == nil)
        #expect(await server.send().error == nil)
        try await server.stop()
    }

    @Test func aFreshConnectionNeedsNoPlace() async throws {
        let busy = Signal()
        let release = Signal()
        let server = try RawServer(Self.limited(1)) { socket, number in
            try await RawServer.readHead(socket)
            if number == 0 {
                busy.set()
                await release.wait()
            }
            try await socket.write(Array(RawServer.ok.utf8))
        }
        async let first = server.send()
        await busy.wait()
        #expect(await server.send(over: .fresh).error == nil)
        release.set()
        #expect(await first.error == nil)
        try await server.stop()
    }
}
