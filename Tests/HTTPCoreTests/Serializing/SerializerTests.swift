import HTTPCore
import TestSupport
import Testing

@Suite("Serializer")
struct SerializerTests {
    private func request(_ head: HTTPRequestHead, bodyLength: Int = 0) -> String {
        var bytes: [UInt8] = []
        HTTPSerializer.append(request: head, bodyLength: bodyLength, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func response(_ status: HTTPStatus, _ fields: HTTPFields = [:], bodyLength: Int?) -> String {
        var bytes: [UInt8] = []
        HTTPSerializer.append(
            response: HTTPResponseHead(status: status, fields: fields),
            bodyLength: bodyLength,
            to: &bytes
        )
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("requests have a length if they have content or their method expects it")
    func requests() {
        let get = HTTPRequestHead(method: .get, target: "/a?b", fields: [.host: "h", .accept: "*/*"])
        #expect(request(get) == "GET /a?b HTTP/1.1\r\nhost: h\r\naccept: */*\r\n\r\n")
        #expect(request(get, bodyLength: 12).hasSuffix("\r\ncontent-length: 12\r\n\r\n"))
        let post = HTTPRequestHead(method: .post, target: "/", version: .http10)
        #expect(request(post) == "POST / HTTP/1.0\r\ncontent-length: 0\r\n\r\n")
    }

    @Test("a length in the fields gives way to the true one")
    func trueLength() {
        let fields: HTTPFields = [.contentLength: "99"]
        #expect(response(.ok, fields, bodyLength: 100) == "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n")
        let get = HTTPRequestHead(method: .get, target: "/", fields: fields)
        #expect(request(get) == "GET / HTTP/1.1\r\n\r\n")
    }

    @Test("no length with 1xx, 204, 304, beside chunks, or if it is unknown")
    func noLength() {
        #expect(response(.continue, bodyLength: 0) == "HTTP/1.1 100 Continue\r\n\r\n")
        let framed: HTTPFields = [.contentLength: "1", .transferEncoding: "chunked"]
        #expect(response(.noContent, framed, bodyLength: 0) == "HTTP/1.1 204 No Content\r\n\r\n")
        #expect(response(.notModified, bodyLength: 7) == "HTTP/1.1 304 Not Modified\r\n\r\n")
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        #expect(response(.ok, framed, bodyLength: 1) == chunked)
        #expect(response(.ok, [.transferEncoding: "chunked"], bodyLength: nil) == chunked)
        #expect(response(.ok, bodyLength: nil) == "HTTP/1.1 200 OK\r\n\r\n")
    }

    @Test("a status without a reason keeps its space (RFC 9112, 4)")
    func noReason() {
        #expect(response(299, bodyLength: 0) == "HTTP/1.1 299 \r\ncontent-length: 0\r\n\r\n")
    }

    @Test("method and target cannot end the request line")
    func requestSplitting() {
        let head = HTTPRequestHead(method: .other("A B\r\n"), target: "/a b\r\nX: y\u{E9}")
        #expect(request(head) == "A-B-- /a%20b%0D%0AX:%20y%C3%A9 HTTP/1.1\r\n\r\n")
        #expect(request(HTTPRequestHead(method: .get, target: "")) == "GET / HTTP/1.1\r\n\r\n")
    }

    @Test("what is written is read back")
    func roundTrip() {
        let head = HTTPRequestHead(
            method: .put,
            target: "/a?b=%20",
            fields: [.host: "h:8080", .traceparent: "00-1-2-01", .xRetryAttempt: "1", .traceparent: ""]
        )
        for delivery in Delivery.all {
            let transcript = Transcript.ofRequests(request(head, bodyLength: 3) + "abc", delivery)
            let fields = head.fields.description + "\ncontent-length: 3"
            #expect(
                transcript.messages == [
                    Transcript.Message(startLine: "PUT /a?b=%20", fields: fields, body: "abc", isComplete: true)
                ]
            )
        }
    }

    @Test("chunks end in an empty one, which no piece of content can be (RFC 9112, 7.1)")
    func chunks() {
        var bytes: [UInt8] = []
        HTTPSerializer.append(chunk: Array("abc".utf8), to: &bytes)
        HTTPSerializer.append(chunk: [], to: &bytes)
        HTTPSerializer.append(chunk: [UInt8](repeating: 0x78, count: 26), to: &bytes)
        HTTPSerializer.appendLastChunk(to: &bytes)
        let x = String(repeating: "x", count: 26)
        #expect(String(decoding: bytes, as: UTF8.self) == "3\r\nabc\r\n1a\r\n\(x)\r\n0\r\n\r\n")
    }

    @Test("JSON escapes (RFC 8259, 7)")
    func escapes() {
        var bytes: [UInt8] = []
        JSONText.appendEscaped("\"\\/\u{8}\t\n\u{C}\r\u{0}\u{1F}\u{7F}\u{E9}\u{1F600}", to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self) == #"\"\\/\b\t\n\f\r\u0000\u001f\u007f"# + "\u{E9}\u{1F600}"
        )
    }
}
