import EventLoop
import HTTPClient
import HTTPCore
import HTTPServer
import Posix
import TestSupport
import Testing

@Suite struct HTTPClientTests {
    static let echo: HTTPHandler = { .text(.ok, $0.request.head.target + " " + ($0.request.fields[.host] ?? "")) }

    @Test func sendsTheHostAndReadsTheAnswer() async throws {
        let pair = try Pair(handler: Self.echo)
        let response = try await pair.get("/a?b=c")
        #expect(response.status == .ok)
        #expect(String(decoding: response.body, as: UTF8.self) == "/a?b=c \(pair.server.address)")
        await pair.stop()
    }

    @Test func aConnectionIsUsedAgain() async throws {
        let pair = try Pair(handler: Self.echo)
        for _ in 0..<5 { _ = try await pair.get("/") }
        #expect(pair.connections.opened == 1)
        #expect(pair.connections.idle == 1)
        #expect(pair.connections.active == 0)
        await pair.stop()
        #expect(pair.connections.idle == 0)
    }

    @Test func aFreshConnectionIsClosedAfterwards() async throws {
        let pair = try Pair(handler: Self.echo)
        for _ in 0..<3 { _ = try await pair.get("/", over: .fresh) }
        #expect(pair.connections.opened == 3)
        #expect(pair.connections.idle == 0)
        await pair.stop()
    }

    @Test func anOldConnectionIsNotUsedAgain() async throws {
        var configuration = HTTPClientConfiguration()
        configuration.maxConnectionAge = .zero
        let pair = try Pair(configuration, handler: Self.echo)
        for _ in 0..<3 { _ = try await pair.get("/") }
        #expect(pair.connections.opened == 3)
        await pair.stop()
    }

    @Test func noMoreThanTheLimitStayIdle() async throws {
        var configuration = HTTPClientConfiguration()
        configuration.maxIdleConnections = 2
        let pair = try Pair(configuration, handler: Self.echo)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try await pair.get("/") } }
            try await group.waitForAll()
        }
        #expect(pair.connections.idle <= 2)
        await pair.stop()
    }

    @Test func theDeadlineEndsAHangingCall() async throws {
        let pair = try Pair { _ in
            let never = Signal()
            await withTaskCancellationHandler {
                await never.wait()
            } onCancel: {
                never.set()
            }
            return .text(.ok, "")
        }
        await #expect(throws: HTTPClientError(.timedOut, sent: .whole)) {
            _ = try await pair.get("/", timeout: .milliseconds(20))
        }
        await pair.stop()
    }

    @Test func cancellationEndsACallAtOnceAndClosesItsConnection() async throws {
        let entered = Signal()
        let left = Signal()
        let pair = try Pair { _ in
            await withTaskCancellationHandler {
                entered.set()
                await left.wait()
            } onCancel: {
                left.set()
            }
            return .text(.ok, "")
        }
        let call = Task { try await pair.get("/") }
        await entered.wait()
        call.cancel()
        await #expect(throws: HTTPClientError(.cancelled, sent: .whole)) { _ = try await call.value }
        // The server's handler is cancelled only because the connection was closed.
        await left.wait()
        #expect(pair.connections.idle == 0)
        await pair.stop()
    }

    @Test func aRefusedConnectionSaysThatNothingWasSent() async throws {
        let pair = try Pair(handler: Self.echo)
        await pair.server.drain(timeout: .zero)
        await #expect {
            _ = try await pair.get("/")
        } throws: { error in
            guard let error = error as? HTTPClientError, case .connectFailed(let errno) = error.kind else {
                return false
            }
            return errno.name == "ECONNREFUSED" && error.sent == .nothing
        }
        #expect(pair.connections.failed == 1)
        await pair.stop()
    }

    @Test func aResetAndACutAnswerAreToldApart() async throws {
        let pair = try Pair { context in
            context.delivery = context.request.path == "/reset" ? .reset : .truncated
            return .text(.ok, "0123456789")
        }
        await #expect {
            _ = try await pair.get("/reset")
        } throws: {
            ($0 as? HTTPClientError)?.type == "reset"
        }
        await #expect(throws: HTTPClientError(.prematureClose, sent: .whole)) { _ = try await pair.get("/cut") }
        await pair.stop()
    }

    @Test func aConnectionThatTheServerClosedIsReplacedWithoutAnError() async throws {
        // The raw server answers one request per connection, says nothing of closing it, and closes it.
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let descriptor = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!)
        let address = try Socket.localAddress(descriptor)!
        let number = descriptor.release()
        let server = Task(executorPreference: loop) {
            let listener = try AsyncListener(FileDescriptor(owning: number), loop: loop)
            defer { listener.close() }
            for _ in 0..<3 {
                let socket = try await listener.accept().socket
                _ = try await ReceiveBuffer().receive(from: socket)
                try await socket.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8))
                socket.close()
            }
        }
        let client = HTTPClient(on: group, observer: Connections())
        for _ in 0..<3 {
            let response = try await client.send(
                HTTPRequest(method: .get, target: "/"),
                to: address,
                deadline: .now.advanced(by: .seconds(60))
            )
            #expect(response.body == Array("ok".utf8))
        }
        try await server.value
        await client.closeIdleConnections()
        group.shutDown()
    }

    @Test func anAnswerThatNobodyAskedForIsNotTakenForTheNext() async throws {
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let descriptor = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!)
        let address = try Socket.localAddress(descriptor)!
        let number = descriptor.release()
        let poisoned = Signal()
        let server = Task(executorPreference: loop) {
            let listener = try AsyncListener(FileDescriptor(owning: number), loop: loop)
            defer { listener.close() }
            let first = try await listener.accept().socket
            let buffer = ReceiveBuffer()
            _ = try await buffer.receive(from: first)
            try await first.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood".utf8))
            try await loop.sleep(until: .now.advanced(by: .milliseconds(5)))
            try await first.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison".utf8))
            // The loop learns of it when it polls, which it has done once a timer has fired.
            try await loop.sleep(until: .now.advanced(by: .milliseconds(1)))
            poisoned.set()
            let second = try await listener.accept().socket
            _ = try await buffer.receive(from: second)
            try await second.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood".utf8))
            first.close()
            second.close()
        }
        let client = HTTPClient(on: group, observer: Connections())
        for round in 0..<2 {
            if round == 1 { await poisoned.wait() }
            let response = try await client.send(
                HTTPRequest(method: .get, target: "/"),
                to: address,
                deadline: .now.advanced(by: .seconds(60))
            )
            // Required: the server would wait for a second connection for ever.
            try #require(String(decoding: response.body, as: UTF8.self) == "good")
        }
        try await server.value
        await client.closeIdleConnections()
        group.shutDown()
    }

    @Test func whatIsNoHTTPIsSaidToBeSo() async throws {
        let group = try EventLoopGroup(count: 1)
        let loop = group.loops[0]
        let descriptor = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!)
        let address = try Socket.localAddress(descriptor)!
        let number = descriptor.release()
        let server = Task(executorPreference: loop) {
            let listener = try AsyncListener(FileDescriptor(owning: number), loop: loop)
            defer { listener.close() }
            let socket = try await listener.accept().socket
            try await socket.write(Array("SSH-2.0-OpenSSH\r\n\r\n".utf8))
            _ = try await ReceiveBuffer().receive(from: socket)
            socket.close()
        }
        let client = HTTPClient(on: group, observer: Connections())
        await #expect {
            _ = try await client.send(
                HTTPRequest(method: .get, target: "/"),
                to: address,
                deadline: .now.advanced(by: .seconds(60))
            )
        } throws: {
            ($0 as? HTTPClientError)?.type == "malformed_response"
        }
        try await server.value
        group.shutDown()
    }

    @Test func anAddressThatRefusesIsPassedOver() async throws {
        let pair = try Pair(handler: Self.echo)
        let refusing = RefusingPort()
        let gone = refusing.address
        func send(_ addresses: [SocketAddress]) async throws -> HTTPStatus {
            let request = HTTPRequest(method: .post, target: "/")
            let deadline = EventLoopClock.Instant.now.advanced(by: .seconds(60))
            return try await pair.client.send(request, toFirstOf: addresses, deadline: deadline).status
        }
        #expect(try await send([gone, gone, pair.server.address]) == .ok)
        #expect(pair.connections.failed == 2)
        #expect(try await send([pair.server.address, gone]) == .ok)
        #expect(pair.connections.failed == 2)
        for addresses in [[gone, gone], []] {
            await #expect {
                _ = try await send(addresses)
            } throws: {
                ($0 as? HTTPClientError)?.sent == .nothing && ($0 as? HTTPClientError)?.type == "connect_error"
            }
        }
        withExtendedLifetime(refusing) {}
        await pair.stop()
    }

    @Test(.enabled(if: hasIPv6, "this machine has no IPv6"))
    func anIPv6AddressInBracketsIsReached() async throws {
        let pair = try Pair(at: "::1", handler: Self.echo)
        let url = try HTTPURL("http://[::1]:\(pair.server.address.port)/a")
        let address = try #require(SocketAddress(ip: url.host, port: UInt16(url.port)))
        let response = try await pair.client.send(
            HTTPRequest(method: .get, target: url.target),
            to: address,
            deadline: .now.advanced(by: .seconds(60))
        )
        #expect(String(decoding: response.body, as: UTF8.self) == "/a [::1]:\(address.port)")
        await pair.stop()
    }

    @Test func aStreamedAnswerIsReadWholeAndACutOneIsNot() async throws {
        struct Broken: Error {}
        let pair = try Pair { context in
            let isCut = context.request.path == "/cut"
            return .streaming(.ok) { writer in
                for number in 0..<100 { try await writer.write("\(number),") }
                if isCut { throw Broken() }
            }
        }
        let expected = (0..<100).map { "\($0)," }.joined()
        for _ in 0..<2 {
            #expect(try await pair.get("/whole").body == Array(expected.utf8))
        }
        #expect(pair.connections.opened == 1)
        await #expect(throws: HTTPClientError(.prematureClose, sent: .whole)) { _ = try await pair.get("/cut") }
        await pair.stop()
    }

    static let hasIPv6 = (try? Socket.listen(on: SocketAddress(ip: "::1", port: 0)!)) != nil
}
