import HTTPCore
import TestSupport
import Testing

@Suite("A response parser")
struct ResponseParserTests {
    @Test("reads one response after the other, the method deciding about content")
    func sequence() {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
        for delivery in Delivery.all {
            let result = Transcript.ofResponses(text + text + "abc", to: [.head, .get], delivery)
            #expect(result.error == nil)
            #expect(result.messages.map(\.body) == ["", "abc"])
            #expect(result.messages.map(\.isComplete) == [true, true])
        }
    }

    @Test("tells an idle connection, one that waits, and one that has begun apart")
    func states() throws {
        var parser = HTTPResponseParser()
        #expect(parser.isBetweenMessages)
        #expect(!parser.isAwaitingFirstByte)
        #expect(try !parser.finish())
        parser.expectResponse(to: .get)
        #expect(!parser.isBetweenMessages)
        #expect(parser.isAwaitingFirstByte)
        _ = try [UInt8]("H".utf8).withUnsafeBytes { try parser.next($0).consumed }
        #expect(!parser.isAwaitingFirstByte)
        #expect(throws: HTTPParseError(.prematureEnd)) { try parser.finish() }
        #expect(throws: HTTPParseError(.prematureEnd)) { try parser.finish() }
    }
}
