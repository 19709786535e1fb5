import HTTPCore
import HTTPServer
import Testing

/// `Expect` (RFC 9110 10.1.1), and the versions' ideas of `Connection` (RFC 9112 9.3).
@Suite(.timeLimit(.minutes(1))) struct ExpectationTests {
    static let echo: HTTPHandler = { .text(.ok, String(decoding: $0.request.body, as: UTF8.self)) }

    @Test(arguments: ["Content-Length: 5", "Transfer-Encoding: chunked"])
    func whoeverWaitsForItIsToldToGoOn(_ framing: String) async throws {
        let harness = try ServerHarness(handler: Self.echo)
        let answer = try await harness.withPeer { peer in
            try await peer.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\n\(framing)\r\n\r\n")
            let first = try await peer.receive(until: "\r\n\r\n")
            try await peer.send(framing.hasPrefix("C") ? "abcde" : "5\r\nabcde\r\n0\r\n\r\n")
            return (first: first, all: try await peer.receive(until: "abcde"))
        }
        #expect(answer.first == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(answer.all.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
        await harness.stop()
    }

    @Test func nobodyIsToldToSendWhatWillBeRefused() async throws {
        let harness = try ServerHarness(configure: { $0.limits.maxBodyBytes = 4 }, handler: Self.echo)
        let answer = try await harness.exchange(
            "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
        )
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(!answer.contains("100 Continue"))
        await harness.stop()
    }

    @Test func aBodyThatIsThereAlreadyNeedsNoInvitation() async throws {
        let harness = try ServerHarness(handler: Self.echo)
        let answer = try await harness.exchange(
            "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab"
        )
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nab"))
        await harness.stop()
    }

    @Test(arguments: ["Expect: tea", "Expect: 100-continue, tea", "Expect: 100-continue\r\nExpect: tea"])
    func anotherExpectationCannotBeMet(_ field: String) async throws {
        let harness = try ServerHarness(handler: Self.echo)
        let answer = try await harness.exchange("GET / HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 417 "))
        #expect(harness.events.rejections == [.expectation])
        await harness.stop()
    }

    @Test(arguments: ["100-continue", "tea"])
    func anExpectationOfHTTP10IsIgnored(_ expectation: String) async throws {
        let harness = try ServerHarness(handler: Self.echo)
        let answer = try await harness.withPeer { peer in
            try await peer.send("POST / HTTP/1.0\r\nExpect: \(expectation)\r\nContent-Length: 2\r\n\r\n")
            // Once another request is answered, on the server's one loop, the head above has been read.
            _ = try await harness.exchange("GET / HTTP/1.0\r\n\r\n")
            try await peer.send("ab")
            return try await peer.receiveAll().text
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        await harness.stop()
    }

    @Test func eachVersionHasItsOwnIdeaOfPersistence() async throws {
        let harness = try ServerHarness(handler: Self.echo)
        // HTTP/1.0 closes unless told otherwise, and is told that it may stay.
        let closed = try await harness.exchange("GET / HTTP/1.0\r\n\r\n")
        #expect(closed.contains("connection: close\r\n"))
        let kept = try await harness.exchange(
            "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        #expect(kept.contains("connection: keep-alive\r\n"))
        #expect(kept.contains("connection: close\r\n"))
        await harness.stop()
    }
}
