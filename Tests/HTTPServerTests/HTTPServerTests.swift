import EventLoop
import HTTPCore
import HTTPServer
import Posix
import Synchronization
import TestSupport
import Testing

@Suite struct HTTPServerTests {
    static let hello: HTTPHandler = { context in .text(.ok, "hello \(context.request.path)") }

    @Test func answersARequestAndCloses() async throws {
        let harness = try ServerHarness(handler: Self.hello)
        let answer = try await harness.exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nhello /a"))
        #expect(answer.contains("connection: close"))
        #expect(answer.contains("date: "))
        await harness.stop()
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        let harness = try ServerHarness(handler: Self.hello)
        let answer = try await harness.exchange(
            "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        let first = try #require(answer.firstRange(of: "hello /1"))
        let second = try #require(answer.firstRange(of: "hello /2"))
        #expect(first.lowerBound < second.lowerBound)
        await harness.stop()
    }

    @Test func readsABodyAndSays100ToWhoeverWaitsForIt() async throws {
        let harness = try ServerHarness { .text(.ok, String(decoding: $0.request.body, as: UTF8.self)) }
        let answer = try await harness.exchange(
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nabcde"
        )
        #expect(answer.hasSuffix("\r\n\r\nabcde"))
        await harness.stop()
    }

    @Test func headHasTheLengthWithoutTheBody() async throws {
        let harness = try ServerHarness(handler: Self.hello)
        let answer = try await harness.exchange("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer.contains("content-length: 8\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
        await harness.stop()
    }

    @Test(arguments: [
        ("nonsense\r\n\r\n", "400", HTTPRejectionReason.malformed),
        ("GET / HTTP/1.1\r\n\r\n", "400", .malformed),
        ("GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n", "431", .headerTooLarge),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n", "413", .bodyTooLarge),
        ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505", .malformed),
    ])
    func refusesWhatItCannotRead(_ request: String, _ status: String, _ reason: HTTPRejectionReason) async throws {
        let harness = try ServerHarness(handler: Self.hello)
        let answer = try await harness.exchange(request)
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
        #expect(answer.contains("application/problem+json"))
        #expect(harness.events.rejections == [reason])
        await harness.stop()
    }

    @Test func aSlowHeadIsAnsweredWith408() async throws {
        let harness = try ServerHarness(configure: { $0.headerTimeout = .milliseconds(50) }, handler: Self.hello)
        let answer = try await harness.exchange("GET / HTTP/1.1\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
        #expect(harness.events.rejections == [.timeout])
        await harness.stop()
    }

    @Test func aSilentConnectionIsClosedWithoutAWord() async throws {
        let harness = try ServerHarness(configure: { $0.idleTimeout = .milliseconds(50) }, handler: Self.hello)
        #expect(try await harness.exchange("") == "")
        #expect(harness.events.rejections == [])
        await harness.stop()
    }

    @Test func aFullConnectionTableIsAnsweredWith503() async throws {
        let entered = Signal()
        let release = Signal()
        let harness = try ServerHarness(configure: { $0.maxConnections = 1 }) { _ in
            entered.set()
            await release.wait()
            return .text(.ok, "late")
        }
        async let first = harness.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await entered.wait()
        let second = try await harness.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(second.hasPrefix("HTTP/1.1 503 "))
        #expect(harness.events.rejections == [.overload])
        release.set()
        #expect(try await first.hasSuffix("late"))
        await harness.stop()
    }

    @Test func theHandlerIsCancelledWhenThePeerGoesAway() async throws {
        let entered = Signal()
        let cancelled = Signal()
        let harness = try ServerHarness { _ in
            await withTaskCancellationHandler {
                entered.set()
                await cancelled.wait()
            } onCancel: {
                cancelled.set()
            }
            return .text(.ok, "")
        }
        let loop = harness.group.loops[0]
        let address = harness.address
        let peer = Task(executorPreference: loop) {
            let socket = try await AsyncSocket.connect(to: address, on: loop, deadline: .distantFuture)
            try await socket.write(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            await entered.wait()
            socket.close()
        }
        try await peer.value
        await cancelled.wait()
        await harness.stop()
    }

    @Test func faultyDeliveryResetsOrTruncates() async throws {
        let harness = try ServerHarness { context in
            context.delivery = context.request.path == "/reset" ? .reset : .truncated
            return .text(.ok, "0123456789")
        }
        #expect(try await harness.exchange("GET /reset HTTP/1.1\r\nHost: x\r\n\r\n") == "")
        let truncated = try await harness.exchange("GET /t HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(truncated.contains("content-length: 10"))
        #expect(truncated.hasSuffix("\r\n\r\n01234"))
        await harness.stop()
    }

    @Test(arguments: ["HEAD", "GET"])
    func aTruncatedAnswerWithoutABodyStaysWhole(_ method: String) async throws {
        let harness = try ServerHarness { context in
            context.delivery = .truncated
            return HTTPResponse(status: method == "GET" ? .noContent : .ok, body: [UInt8](repeating: 1, count: 5000))
        }
        let answer = try await harness.exchange("\(method) / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 20"))
        #expect(answer.hasSuffix("\r\n\r\n"))
        await harness.stop()
    }

    @Test func aPeerThatLeavesTogetherWithItsRequestIsNoticed() async throws {
        let cancelled = Signal()
        let harness = try ServerHarness { _ in
            await withTaskCancellationHandler {
                await cancelled.wait()
            } onCancel: {
                cancelled.set()
            }
            return .text(.ok, "")
        }
        let loop = harness.group.loops[0]
        let address = harness.address
        // On the server's own loop: nothing is read before both the request and the end have arrived.
        let peer = Task(executorPreference: loop) {
            let socket = try await AsyncSocket.connect(to: address, on: loop, deadline: .distantFuture)
            try await socket.write(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            socket.close()
        }
        try await peer.value
        await cancelled.wait()
        await harness.stop()
    }

    @Test func onceADrainIsAnnouncedAnswersEndTheirConnections() async throws {
        let harness = try ServerHarness(handler: Self.hello)
        harness.server.announceDrain()
        let answer = try await harness.exchange("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.contains("connection: close"))
        #expect(answer.hasSuffix("hello /a"))
        await harness.stop()
    }

    @Test func pipeliningWithoutEndLeavesOthersTheirTurn() async throws {
        let harness = try ServerHarness(handler: Self.hello)
        let requests = String(repeating: "GET /p HTTP/1.1\r\nHost: x\r\n\r\n", count: 2000)
        async let flood = harness.exchange(requests + "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let other = try await harness.exchange("GET /other HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(other.hasSuffix("hello /other"))
        #expect(try await flood.hasSuffix("hello /last"))
        await harness.stop()
    }

    @Test func bytesBehindTheLastRequestDoNotCostItsAnswer() async throws {
        // On a slow machine so much is not sent within the usual second.
        let harness = try ServerHarness(configure: { $0.lingerTime = .seconds(15) }, handler: Self.hello)
        let rest = String(repeating: "x", count: 16 << 20)
        let answer = try await harness.exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + rest)
        #expect(answer.hasSuffix("hello /a"))
        await harness.stop()
    }

    @Test func drainLetsARequestFinishAndClosesIdleConnections() async throws {
        let entered = Signal()
        let release = Signal()
        let harness = try ServerHarness { _ in
            entered.set()
            await release.wait()
            return .text(.ok, "done")
        }
        async let busy = harness.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        async let idle = harness.exchange("")
        await entered.wait()
        async let outcome = harness.server.drain(timeout: .seconds(20))
        #expect(try await idle == "")
        release.set()
        let answer = try await busy
        #expect(answer.hasSuffix("done"))
        #expect(answer.contains("connection: close"))
        #expect(await outcome == DrainOutcome(finished: 1, cut: 0))
        await #expect(throws: IOError.self) { _ = try await harness.exchange("") }
        await harness.stop()
    }

    /// Asked for on a loop of the server, as a service does, where its end is awaited before it has begun.
    @Test func drainOfAnIdleServerEndsAtOnce() async throws {
        let harness = try ServerHarness(loops: 2) { _ in .text(.ok, "") }
        let server = harness.server
        let elapsed = await Task(executorPreference: harness.group.loops[0]) {
            await ContinuousClock().measure { _ = await server.drain(timeout: .seconds(40)) }
        }.value
        #expect(elapsed < .seconds(20))
        harness.group.shutDown()
    }

    @Test func drainCutsOffWhatDoesNotEnd() async throws {
        let entered = Signal()
        let cancelled = Signal()
        let harness = try ServerHarness { _ in
            await withTaskCancellationHandler {
                entered.set()
                await cancelled.wait()
            } onCancel: {
                cancelled.set()
            }
            return .text(.ok, "")
        }
        async let answer = harness.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await entered.wait()
        #expect(await harness.server.drain(timeout: .milliseconds(20)) == DrainOutcome(finished: 0, cut: 1))
        #expect(try await answer == "")
        await harness.stop()
    }

    @Test func aHandlerThatHeedsNothingDoesNotHoldUpADrain() async throws {
        let entered = Signal()
        let release = Signal()
        let harness = try ServerHarness { _ in
            entered.set()
            await release.wait()
            return .text(.ok, "")
        }
        async let answer = harness.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await entered.wait()
        #expect(await harness.server.drain(timeout: .milliseconds(10)) == DrainOutcome(finished: 0, cut: 1))
        #expect(try await answer == "")
        release.set()
        await harness.stop()
    }

    @Test func aBusyPortIsRefusedAlsoWithSeveralLoops() async throws {
        let first = try ServerHarness(loops: 2, handler: Self.hello)
        let address = first.address
        #expect {
            _ = try ServerHarness(loops: 2, configure: { $0.address = address }, handler: Self.hello)
        } throws: {
            ($0 as? Errno)?.name == "EADDRINUSE"
        }
        await first.stop()
    }
}
