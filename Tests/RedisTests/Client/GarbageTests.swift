import EventLoop
import Posix
import Redis
import TestSupport
import Testing

/// Servers that do not speak RESP, or do so badly.
@Suite(.timeLimit(.minutes(2))) struct GarbageTests {
    static let answers: [(String, RedisError.Kind)] = [
        ("", .connectionLost(nil)),
        ("$", .malformedReply(.prematureEnd)),
        ("$5\r\nabc", .malformedReply(.prematureEnd)),
        ("$5\r\nabcde\r", .malformedReply(.prematureEnd)),
        ("*1\r\n", .malformedReply(.prematureEnd)),
        ("*1\r\n$3\r\nabc\r\n", .unexpectedReply),
        ("HTTP/1.1 400 Bad Request\r\n\r\n", .malformedReply(.unknownType)),
        ("\u{16}\u{3}\u{1}", .malformedReply(.unknownType)),
        ("_\r\n", .malformedReply(.unknownType)),
        ("$1073741824\r\n", .malformedReply(.bulkTooLong)),
        ("*1000000000\r\n", .malformedReply(.tooManyElements)),
        (String(repeating: "*1\r\n", count: 1000), .malformedReply(.tooDeep)),
        ("-" + String(repeating: "x", count: 10_000), .malformedReply(.lineTooLong)),
        ("$-5\r\n", .malformedReply(.malformedLength)),
        ("$3\r\nabcd\r\n", .malformedReply(.badBulkEnd)),
        ("+OK\r\n", .unexpectedReply),
        (":1\r\n", .unexpectedReply),
    ]

    @Test(arguments: answers)
    func whatIsNoReplyIsSaidToBeSo(_ answer: String, _ kind: RedisError.Kind) async throws {
        let opened = Opened()
        try await withScript { socket, _ in
            opened.increment()
            try await socket.expect("key\r\n")
            try await socket.write(answer)
        } _: { client throws in
            #expect(await client.failure() == RedisError(kind))
            #expect(opened.count == 1)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func randomBytesAreRefusedOrTimeOut(_ seed: UInt64) async throws {
        try await withScript { socket, number in
            var generator = SeededGenerator(seed: seed &+ UInt64(number) << 32)
            let bytes = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try await socket.expect("key\r\n")
            try await socket.write([Array("+-:$*".utf8)[number % 5]] + bytes)
            try await socket.expect("nothing more")
        } _: { client throws in
            for _ in 0..<5 {
                let error = await client.failure(within: .milliseconds(200))
                #expect(["protocol", "timeout", "server_error"].contains(error?.type))
            }
        }
    }

    @Test func anEndlessValueIsCutOffAtItsLimit() async throws {
        let chunk = [UInt8](repeating: 0x78, count: 65536)
        try await withScript { socket, number in
            try await socket.expect("key\r\n")
            // With a length that is allowed, and without an end where it should be.
            if number == 0 { try await socket.write("$1000000\r\n") } else { try await socket.write("+") }
            while true { try await socket.write(chunk) }
        } _: { client throws in
            #expect(await client.failure() == RedisError(.malformedReply(.badBulkEnd)))
            #expect(await client.failure() == RedisError(.malformedReply(.lineTooLong)))
        }
    }

    @Test(arguments: ["", "$5\r\nab", "*2\r\n$-1\r\n"])
    func aReplyThatNeverEndsTimesOut(_ answer: String) async throws {
        try await withScript { socket, _ in
            try await socket.expect("key\r\n")
            try await socket.write(answer)
            try await socket.expect("nothing more")
        } _: { client throws in
            #expect(await client.failure(within: .milliseconds(50)) == RedisError(.timedOut))
        }
    }

    @Test func aReplyThatNobodyAskedForIsNotTakenForTheNext() async throws {
        let opened = Opened()
        try await withScript { socket, number in
            opened.increment()
            try await socket.expect("key\r\n")
            // The second one comes with the first, and on the next connection after it.
            try await socket.write(number == 0 ? "$4\r\ngood\r\n$6\r\npoison\r\n" : "$4\r\ngood\r\n")
            if number == 1 { try await socket.write("$6\r\npoison\r\n") }
            try await socket.expect("nothing more")
        } _: { client throws in
            #expect(try await client.get("key") == Array("good".utf8))
            #expect(try await client.get("key") == Array("good".utf8))
            // The connection ends with the bytes that nobody asked for.
            let deadline = EventLoopClock.Instant.now.advanced(by: .seconds(30))
            while opened.count < 3, .now < deadline { #expect(try await client.get("key") == Array("good".utf8)) }
            #expect(opened.count == 3)
        }
    }

    /// With the rest still in the kernel, nothing tells of it.
    @Test func whatFollowsAReplyThatFillsTheBufferIsNotTakenForTheNext() async throws {
        let value = [UInt8](repeating: 0x78, count: (16 << 10) - "$16374\r\n\r\n".utf8.count)
        let reply = Array("$\(value.count)\r\n".utf8) + value + Array("\r\n".utf8)
        let opened = Opened()
        try await withScript { socket, _ in
            opened.increment()
            try await socket.expect("key\r\n")
            try await socket.write(reply + Array("$6\r\npoison\r\n".utf8))
            try await socket.expect("nothing more")
        } _: { client throws in
            for _ in 0..<2 { #expect(try await client.get("key") == value) }
            #expect(opened.count == 2)
        }
    }

    @Test func anErrorOfAnyLengthIsCutShortAndPrintable() async throws {
        try await withScript { socket, _ in
            try await socket.expect("key\r\n")
            try await socket.write("-ERR \u{1B}[31m\u{7F}é" + String(repeating: "x", count: 5000) + "\r\n")
        } _: { client throws in
            let error = await client.failure()
            guard case .server(let text) = error?.kind else {
                Issue.record("no error of the server: \(String(describing: error))")
                return
            }
            #expect(text.utf8.count == 200)
            #expect(text.hasPrefix("ERR ?[31m??xxx"))
        }
    }

    @Test func everyErrorHasATypeOfABoundedSetAndADescription() {
        let kinds: [RedisError.Kind: String] = [
            .unresolvedName(.notFound): "connect_error", .connectFailed(.noAddress): "connect_error",
            .connectionLost(nil): "connect_error", .connectionLost(.timedOut): "connect_error", .timedOut: "timeout",
            .malformedReply(.tooDeep): "protocol", .unexpectedReply: "protocol", .server("ERR x"): "server_error",
            .valueTooLong: "value_too_long", .cancelled: "cancelled",
        ]
        for (kind, type) in kinds {
            #expect(RedisError(kind).type == type)
            #expect(!RedisError(kind).description.isEmpty)
        }
        #expect(Set(kinds.keys.map { RedisError($0).description }).count == kinds.count)
    }
}
