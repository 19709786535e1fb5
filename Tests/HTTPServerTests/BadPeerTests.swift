import EventLoop
import HTTPCore
import TestSupport
import Testing

@testable import HTTPServer

/// Peers that are slow, silent, gone or out of their minds: each ends by its own bound.
@Suite(.timeLimit(.minutes(1))) struct BadPeerTests {
    static let hello: HTTPHandler = { context in .text(.ok, "hello \(context.request.path)") }
    static let last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    @Test func aSlowBodyIsAnsweredWith408() async throws {
        let harness = try ServerHarness(configure: { $0.bodyTimeout = .milliseconds(50) }, handler: Self.hello)
        let answer = try await harness.exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
        #expect(harness.events.rejections == [.timeout])
        await harness.stop()
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nX: ", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n"])
    func dripsDoNotMoveTheDeadline(_ start: String) async throws {
        let harness = try ServerHarness(
            configure: {
                $0.headerTimeout = .milliseconds(100)
                $0.bodyTimeout = .milliseconds(100)
            },
            handler: Self.hello
        )
        let answer = try await harness.withPeer { peer in
            try await peer.send(start)
            let socket = peer.socket
            let drip = Task(executorPreference: socket.loop) {
                while socket.isOpen {
                    try await socket.loop.sleep(until: .now.advanced(by: .milliseconds(10)))
                    try await socket.write([0x61])
                }
            }
            defer { drip.cancel() }
            return try await peer.receive(until: "in time")
        }
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
        await harness.stop()
    }

    @Test func aPeerThatNeverReadsItsAnswerIsLeftAtTheWriteTimeout() async throws {
        let harness = try ServerHarness(configure: { $0.writeTimeout = .milliseconds(100) }) { _ in
            // More than the kernel's buffers of both ends hold together.
            HTTPResponse(status: .ok, body: [UInt8](repeating: 1, count: 64 << 20))
        }
        try await harness.withPeer { peer in
            try await peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await harness.events.waitUntilClosed(1)
        }
        await harness.stop()
    }

    @Test func aConnectionIsClosedWhenItStaysSilentAfterAnAnswer() async throws {
        let harness = try ServerHarness(configure: { $0.idleTimeout = .milliseconds(50) }, handler: Self.hello)
        let answer = try await harness.exchange("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.hasSuffix("hello /a"))
        #expect(harness.events.rejections == [])
        await harness.stop()
    }

    @Test func aFullTableRecoversWithTheFirstPlaceThatIsFree() async throws {
        let harness = try ServerHarness(configure: { $0.maxConnections = 1 }, handler: Self.hello)
        try await harness.withPeer { peer in
            try await peer.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            try await peer.receive(until: "hello /a")
            #expect(try await harness.exchange(Self.last).hasPrefix("HTTP/1.1 503 "))
        }
        await harness.events.waitUntilClosed(1)
        #expect(try await harness.exchange(Self.last).hasSuffix("hello /last"))
        await harness.stop()
    }

    @Test func refusalsHoldFewDescriptors() {
        let budget = ConnectionBudget(limit: 1)
        #expect(budget.take())
        #expect(!budget.take())
        for _ in 0..<32 { #expect(budget.beginRefusal()) }
        #expect(!budget.beginRefusal())
        budget.refusalEnded()
        #expect(budget.beginRefusal())
        budget.giveBack()
        #expect(budget.take())
    }

    @Test func aResetEndsAConnectionAndNothingElse() async throws {
        let harness = try ServerHarness(handler: Self.hello)
        try await harness.withPeer { peer in
            try await peer.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\na")
            peer.socket.reset()
        }
        await harness.events.waitUntilClosed(1)
        #expect(try await harness.exchange(Self.last).hasSuffix("hello /last"))
        await harness.stop()
    }

    /// See ``HTTPHandler``: an end of stream counts as going away, but what the handler returns is sent all the same.
    @Test func aPeerThatHasFinishedSendingGetsItsAnswers() async throws {
        let harness = try ServerHarness(handler: Self.hello)
        let answer = try await harness.withPeer { peer in
            try await peer.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
            try peer.finishSending()
            return try await peer.receiveAll().text
        }
        #expect(answer.contains("hello /1"))
        #expect(answer.hasSuffix("hello /2"))
        await harness.stop()
    }

    @Test func aPeerThatEndsInTheMiddleOfARequestGetsNoAnswer() async throws {
        let entered = Signal()
        let harness = try ServerHarness { _ in
            entered.set()
            return .text(.ok, "")
        }
        for start in ["GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc"] {
            let answer = try await harness.withPeer { peer in
                try await peer.send(start)
                try peer.finishSending()
                return try await peer.receiveAll().text
            }
            #expect(answer == "")
        }
        #expect(!entered.isSet)
        await harness.stop()
    }

    @Test func garbageIsRefusedWhateverItIs() async throws {
        let harness = try ServerHarness(configure: { $0.headerTimeout = .milliseconds(50) }, handler: Self.hello)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let bytes = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let answer = try await harness.withPeer { peer in
                try await peer.socket.write(bytes)
                return try await peer.receiveAll().text
            }
            #expect(answer.hasPrefix("HTTP/1.1 4"), "\(bytes)")
        }
        #expect(try await harness.exchange(Self.last).hasSuffix("hello /last"))
        await harness.stop()
    }
}
