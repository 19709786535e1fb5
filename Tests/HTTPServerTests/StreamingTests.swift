import EventLoop
import HTTPCore
import HTTPServer
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct StreamingTests {
    struct Broken: Error {}

    static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    static let three: HTTPHandler = { _ in
        .streaming(.ok, fields: [.contentType: "text/plain", .contentLength: "999"]) { writer in
            for piece in ["one", "", "two", String(repeating: "3", count: 17)] { try await writer.write(piece) }
        }
    }

    @Test func eachPieceIsAChunkAndTheConnectionServesAgain() async throws {
        let harness = try ServerHarness(handler: Self.three)
        let answer = try await harness.withPeer { peer in
            try await peer.send(Self.get)
            let first = try await peer.receive(until: "0\r\n\r\n")
            try await peer.send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return (first: first, both: try await peer.receiveAll().text)
        }
        #expect(answer.first.contains("transfer-encoding: chunked\r\n"))
        #expect(!answer.first.contains("content-length"))
        let three = "11\r\n" + String(repeating: "3", count: 17) + "\r\n"
        #expect(answer.first.hasSuffix("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n\(three)0\r\n\r\n"))
        let head = answer.both.dropFirst(answer.first.count)
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(head.contains("transfer-encoding: chunked"))
        #expect(head.hasSuffix("\r\n\r\n"))
        #expect(!head.contains("one"))
        await harness.stop()
    }

    @Test func oldClientsReadUpToTheClose() async throws {
        let harness = try ServerHarness(handler: Self.three)
        let answer = try await harness.withPeer { peer in
            try await peer.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            return try await peer.receiveAll()
        }
        #expect(answer.text.contains("connection: close\r\n"))
        #expect(!answer.text.contains("transfer-encoding"))
        #expect(answer.text.hasSuffix("\r\n\r\nonetwo" + String(repeating: "3", count: 17)))
        #expect(!answer.wasReset)
        await harness.stop()
    }

    @Test(arguments: [HTTPStatus.noContent, .notModified])
    func aStatusWithoutContentHasNone(_ status: HTTPStatus) async throws {
        let called = Signal()
        let harness = try ServerHarness { _ in .streaming(status) { _ in called.set() } }
        let answer = try await harness.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer.hasSuffix("\r\n\r\n"))
        #expect(!answer.contains("transfer-encoding"))
        #expect(!called.isSet)
        await harness.stop()
    }

    @Test func aPieceArrivesBeforeTheNextIsMade() async throws {
        let next = Signal()
        let harness = try ServerHarness { _ in
            .streaming(.ok) { writer in
                try await writer.write("early")
                await next.wait()
                try await writer.write("late")
            }
        }
        try await harness.withPeer { peer in
            try await peer.send(Self.get)
            #expect(try await peer.receive(until: "early").hasSuffix("5\r\nearly\r\n"))
            next.set()
            #expect(try await peer.receive(until: "late\r\n0\r\n\r\n").contains("late"))
        }
        await harness.stop()
    }

    @Test(arguments: ["1.1", "1.0"])
    func anErrorLeavesAMessageThatIsSeenToBeCut(_ version: String) async throws {
        let harness = try ServerHarness { _ in
            .streaming(.ok) { writer in
                try await writer.write("half")
                throw Broken()
            }
        }
        let answer = try await harness.withPeer { peer in
            try await peer.send("GET / HTTP/\(version)\r\nHost: x\r\n\r\n")
            return try await peer.receiveAll()
        }
        if version == "1.1" {
            #expect(answer.text.hasSuffix("half\r\n"))
        } else {
            #expect(answer.wasReset)
        }
        await harness.stop()
    }

    @Test func theProducerIsCancelledWhenThePeerLeaves() async throws {
        let cancelled = Signal()
        let harness = try ServerHarness { _ in
            .streaming(.ok) { writer in
                try await writer.write("begin")
                await withTaskCancellationHandler {
                    await cancelled.wait()
                } onCancel: {
                    cancelled.set()
                }
            }
        }
        _ = try await harness.withPeer { peer in
            try await peer.send(Self.get)
            try await peer.receive(until: "begin")
        }
        await cancelled.wait()
        await harness.events.waitUntilClosed(1)
        await harness.stop()
    }

    @Test func aWriterToAPeerThatIsGoneIsTold() async throws {
        let failed = Signal()
        let harness = try ServerHarness { _ in
            .streaming(.ok) { writer in
                do throws(HTTPBodyWriteError) {
                    while true { try await writer.write("more and more") }
                } catch {
                    if error == .connectionLost { failed.set() }
                    throw error
                }
            }
        }
        _ = try await harness.withPeer { peer in
            try await peer.send(Self.get)
            try await peer.receive(until: "more")
        }
        await failed.wait()
        await harness.events.waitUntilClosed(1)
        await harness.stop()
    }

    @Test func aPeerThatDoesNotReadHoldsTheProducerBackAndIsLeftAtTheTimeout() async throws {
        let timedOut = Signal()
        let harness = try ServerHarness(configure: { $0.writeTimeout = .milliseconds(100) }) { _ in
            .streaming(.ok) { writer in
                do throws(HTTPBodyWriteError) {
                    // More than the kernel's buffers of both ends hold together.
                    for _ in 0..<4096 { try await writer.write([UInt8](repeating: 1, count: 64 << 10)) }
                } catch {
                    if error == .timedOut { timedOut.set() }
                    throw error
                }
            }
        }
        try await harness.withPeer { peer in
            try await peer.send(Self.get)
            await timedOut.wait()
            await harness.events.waitUntilClosed(1)
        }
        await harness.stop()
    }

    @Test func aLongStreamLeavesOthersTheirTurn() async throws {
        let begun = Signal()
        let asked = Signal()
        let other = Signal()
        let cameBetween = Signal()
        let harness = try ServerHarness { context in
            if context.request.path == "/other" {
                other.set()
                return .text(.ok, "")
            }
            return .streaming(.ok) { writer in
                begun.set()
                await asked.wait()
                // Too little for the peer to make it wait, and too much for one turn.
                for _ in 0..<2000 { try await writer.write("x") }
                if other.isSet { cameBetween.set() }
            }
        }
        async let stream = harness.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        _ = try await harness.withPeer { peer in
            await begun.wait()
            try await peer.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n")
            asked.set()
            return try await peer.receive(until: "\r\n\r\n")
        }
        #expect(try await stream.hasSuffix("0\r\n\r\n"))
        #expect(cameBetween.isSet)
        await harness.stop()
    }

    @Test(arguments: ["1.1", "1.0"])
    func aDrainCutsAStreamThatDoesNotEnd(_ version: String) async throws {
        let begun = Signal()
        let harness = try ServerHarness { _ in
            .streaming(.ok) { writer in
                try await writer.write("begin")
                begun.set()
                let never = Signal()
                await withTaskCancellationHandler {
                    await never.wait()
                } onCancel: {
                    never.set()
                }
            }
        }
        async let answer = harness.withPeer { peer in
            try await peer.send("GET / HTTP/\(version)\r\nHost: x\r\n\r\n")
            return try await peer.receiveAll()
        }
        await begun.wait()
        let outcome = await harness.server.drain(timeout: .milliseconds(20))
        #expect(outcome == DrainOutcome(finished: 0, cut: 1))
        let received = try await answer
        #expect(!received.text.hasSuffix("0\r\n\r\n"))
        #expect(received.wasReset == (version == "1.0"))
        await harness.stop()
    }

    @Test func aWriterThatIsKeptCannotDisturbTheNextAnswer() async throws {
        let kept = Signal()
        let refused = Signal()
        let harness = try ServerHarness { context in
            if context.request.path == "/next" {
                kept.set()
                await refused.wait()
                return .text(.ok, "next")
            }
            return .streaming(.ok) { writer in
                try await writer.write("first")
                Task {
                    await kept.wait()
                    await #expect(throws: HTTPBodyWriteError.notWritable) { try await writer.write("stray") }
                    refused.set()
                }
            }
        }
        let answer = try await harness.exchange(
            Self.get + "GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        #expect(answer.contains("first\r\n0\r\n\r\nHTTP/1.1 200 OK"))
        #expect(!answer.contains("stray"))
        await harness.stop()
    }

    @Test func aPieceMayBeWrittenFromAnotherThread() async throws {
        let harness = try ServerHarness { _ in
            .streaming(.ok) { writer in
                try await Task.detached { try await writer.write("elsewhere") }.value
            }
        }
        let answer = try await harness.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer.hasSuffix("9\r\nelsewhere\r\n0\r\n\r\n"))
        await harness.stop()
    }
}
