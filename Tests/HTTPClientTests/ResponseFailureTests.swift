import EventLoop
import HTTPClient
import HTTPCore
import Posix
import TestSupport
import Testing

/// Each way for a response not to come has its own error, and says what is known to have been sent.
@Suite(.timeLimit(.minutes(1))) struct ResponseFailureTests {
    static func malformed(_ kind: HTTPParseError.Kind) -> HTTPClientError.Kind {
        .malformedResponse(HTTPParseError(kind))
    }

    static let head = "HTTP/1.1 200 OK\r\n"
    static let answers: [(String, HTTPClientError.Kind)] = [
        ("", .prematureClose),
        ("HTTP/1.1 200 O", .prematureClose),
        (head + "Content-Le", .prematureClose),
        (head + "Content-Length: 5\r\n\r\nabc", .prematureClose),
        (head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", .prematureClose),
        (head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", .prematureClose),
        (head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n", .prematureClose),
        ("\u{0}\u{1}\u{2} what?\r\n\r\n", malformed(.malformedStartLine)),
        ("HTTP/2.0 200 OK\r\n\r\n", malformed(.unsupportedVersion)),
        (head + "Content-Length: x\r\n\r\n", malformed(.invalidContentLength)),
        (head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", malformed(.invalidChunkSize)),
        (head + "X: " + String(repeating: "a", count: 300) + "\r\n\r\n", malformed(.headerTooLarge)),
        (head + "Content-Length: 11\r\n\r\n", malformed(.bodyTooLarge)),
        (head + "Transfer-Encoding: chunked\r\n\r\nb\r\n", malformed(.bodyTooLarge)),
        (head + "\r\n" + String(repeating: "a", count: 11), malformed(.bodyTooLarge)),
        (String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 4), malformed(.tooManyInterimResponses)),
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", malformed(.unexpectedResponse)),
    ]

    @Test(arguments: answers)
    func whatIsNoWholeAnswerIsSaidToBeSo(_ answer: String, _ kind: HTTPClientError.Kind) async throws {
        var configuration = HTTPClientConfiguration()
        configuration.limits.maxHeaderBytes = 256
        configuration.limits.maxBodyBytes = 10
        configuration.limits.maxInterimResponses = 3
        let server = try RawServer(configuration) { socket, _ in try await RawServer.answer(socket, answer) }
        #expect(await server.send().error == HTTPClientError(kind, sent: .whole))
        // No retry on a connection that was new: once is what was asked for.
        #expect(server.connections.opened == 1)
        #expect(server.connections.active == 0)
        #expect(server.connections.idle == 0)
        try await server.stop()
    }

    @Test func aResetAfterTheRequestIsOne() async throws {
        let server = try RawServer { socket, _ in
            try await RawServer.readHead(socket)
            socket.reset()
        }
        #expect(await server.send().error == HTTPClientError(.reset(Errno(104)), sent: .whole))
        try await server.stop()
    }

    @Test func aResetInTheMiddleOfAnAnswerIsOne() async throws {
        let server = try RawServer { socket, _ in
            try await RawServer.answer(socket, Self.head + "Content-Length: 5\r\n\r\nab")
            socket.reset()
        }
        let error = try #require(await server.send().error)
        #expect(error.type == "reset")
        #expect(error.sent == .whole)
        try await server.stop()
    }

    @Test func aResetInTheMiddleOfARequestSaysThatPartOfItLeft() async throws {
        let server = try RawServer { socket, _ in
            try await RawServer.readHead(socket)
            socket.reset()
        }
        // More than the kernel's buffers of both ends hold together.
        let error = try #require(await server.send(.put, body: [UInt8](repeating: 1, count: 64 << 20)).error)
        #expect(error.type == "reset")
        #expect(error.sent == .part)
        try await server.stop()
    }

    @Test func aServerThatDoesNotReadIsLeftAtTheDeadline() async throws {
        let release = Signal()
        let server = try RawServer { _, _ in await release.wait() }
        let body = [UInt8](repeating: 1, count: 64 << 20)
        let error = await server.send(.put, body: body, timeout: .milliseconds(100)).error
        #expect(error == HTTPClientError(.timedOut, sent: .part))
        release.set()
        try await server.stop()
    }

    @Test func aStaleConnectionIsReplacedOnceForWhatMayBeRepeated() async throws {
        // Every connection is good for one answer; the reset comes with the second request.
        let server = try RawServer { socket, _ in
            try await RawServer.answer(socket, RawServer.ok)
            try await RawServer.readHead(socket)
            socket.reset()
        }
        #expect(await server.send().error == nil)
        #expect(await server.send().error == nil)
        #expect(server.connections.opened == 2)
        // A POST that has left may have been acted on.
        let error = try #require(await server.send(.post, body: [1]).error)
        #expect(error.type == "reset")
        #expect(error.sent == .whole)
        #expect(server.connections.opened == 2)
        try await server.stop()
    }

    @Test func anAnswerThatHasBegunIsNotAskedForAgain() async throws {
        let server = try RawServer { socket, number in
            if number == 0 { try await RawServer.answer(socket, RawServer.ok) }
            try await RawServer.answer(socket, number == 0 ? "HTTP/1.1 200 O" : RawServer.ok)
        }
        #expect(await server.send().error == nil)
        #expect(await server.send().error == HTTPClientError(.prematureClose, sent: .whole))
        #expect(server.connections.opened == 1)
        try await server.stop()
    }

    @Test func aSecondStaleConnectionIsAnError() async throws {
        let server = try RawServer { socket, number in
            if number == 0 { try await RawServer.answer(socket, RawServer.ok) }
            try await RawServer.readHead(socket)
        }
        #expect(await server.send().error == nil)
        #expect(await server.send().error == HTTPClientError(.prematureClose, sent: .whole))
        #expect(server.connections.opened == 2)
        try await server.stop()
    }
}
