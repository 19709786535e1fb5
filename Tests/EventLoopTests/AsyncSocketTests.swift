import Posix
import TestSupport
import Testing

@testable import EventLoop

@Suite struct AsyncSocketTests {
    /// Two connected sockets on one loop; both are closed afterwards.
    func withPair(_ body: @escaping @Sendable (AsyncSocket, AsyncSocket) async throws -> Void) async throws {
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        try await Task(executorPreference: loop) {
            let descriptor = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!)
            let address = try Socket.localAddress(descriptor)!
            let listener = try AsyncListener(descriptor, loop: loop)
            defer { listener.close() }
            let deadline = EventLoopClock.Instant.now.advanced(by: .seconds(20))
            let client = try await AsyncSocket.connect(to: address, on: loop, deadline: deadline)
            defer { client.close() }
            let server = try await listener.accept().socket
            defer { server.close() }
            client.deadline = deadline
            server.deadline = deadline
            try await body(client, server)
        }.value
        group.shutDown()
    }

    @Test func bytesArriveAsSentAndTheEndOfTheStreamIsSeen() async throws {
        try await withPair { client, server in
            let sent = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            async let received: [UInt8] = {
                let buffer = ReceiveBuffer()
                while try await buffer.receive(from: server) > 0 {}
                return Array(buffer.readable)
            }()
            try await client.write(sent)
            client.close()
            #expect(try await received == sent)
        }
    }

    @Test func theEndThatComesTogetherWithBytesIsNotMissed() async throws {
        try await withPair { client, server in
            try await client.write(Array("bye".utf8))
            client.close()
            let buffer = ReceiveBuffer()
            while try await buffer.receive(from: server) > 0 {}
            #expect(Array(buffer.readable) == Array("bye".utf8))
        }
    }

    @Test func aReadEndsAtTheDeadline() async throws {
        try await withPair { _, server in
            server.deadline = .now.advanced(by: .milliseconds(5))
            await #expect(throws: IOError.timedOut) { _ = try await ReceiveBuffer().receive(from: server) }
        }
    }

    @Test func aLaterDeadlineReplacesAnEarlierOne() async throws {
        try await withPair { client, server in
            server.deadline = .now.advanced(by: .milliseconds(5))
            server.deadline = .now.advanced(by: .seconds(20))
            let early = EventLoopClock.Instant.now.advanced(by: .milliseconds(15))
            async let byte: Int = ReceiveBuffer().receive(from: server)
            try await server.loop.sleep(until: early)
            try await client.write([1])
            #expect(try await byte == 1)
        }
    }

    @Test func aWriteToAPeerThatDoesNotReadEndsAtTheDeadline() async throws {
        try await withPair { client, _ in
            client.deadline = .now.advanced(by: .milliseconds(20))
            await #expect(throws: IOError.timedOut) {
                try await client.write([UInt8](repeating: 0, count: 64 << 20))
            }
        }
    }

    @Test func cancellingEndsTheWaitAtHandAndAllLaterOnes() async throws {
        try await withPair { _, server in
            // Runs once the read below has suspended.
            server.loop.execute { server.cancel() }
            await #expect(throws: IOError.cancelled) { _ = try await ReceiveBuffer().receive(from: server) }
            await #expect(throws: IOError.cancelled) { _ = try await ReceiveBuffer().receive(from: server) }
        }
    }

    @Test func closingEndsAWait() async throws {
        try await withPair { _, server in
            server.loop.execute { server.close() }
            await #expect(throws: IOError.closed) { _ = try await ReceiveBuffer().receive(from: server) }
        }
    }

    @Test func thePeersEndIsToldEvenIfNobodyReads() async throws {
        try await withPair { client, server in
            let told = Signal()
            server.onPeerClosed = { told.set() }
            client.close()
            await told.wait()
        }
    }

    @Test func aResetIsAnErrorForThePeer() async throws {
        try await withPair { client, server in
            client.reset()
            await #expect {
                _ = try await ReceiveBuffer().receive(from: server)
            } throws: {
                $0 as? IOError == .system(Errno(104))
            }
        }
    }

    @Test func aClosedListenerAcceptsNoMore() async throws {
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let number = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!).release()
        let task = Task(executorPreference: loop) {
            let listener = try AsyncListener(FileDescriptor(owning: number), loop: loop)
            // Closed while a call waits, and then before one begins.
            loop.execute { listener.close() }
            await #expect(throws: IOError.closed) { _ = try await listener.accept() }
            await #expect(throws: IOError.closed) { _ = try await listener.accept() }
        }
        try await task.value
        group.shutDown()
    }

    @Test func aRefusedConnectionSaysSo() async throws {
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let refusing = RefusingPort()
        let address = refusing.address
        let task = Task(executorPreference: loop) {
            _ = try await AsyncSocket.connect(to: address, on: loop, deadline: .now.advanced(by: .seconds(20)))
        }
        await #expect {
            try await task.value
        } throws: { error in
            guard case .system(let errno) = error as? IOError else { return false }
            return errno.name == "ECONNREFUSED"
        }
        withExtendedLifetime(refusing) {}
        group.shutDown()
    }
}
