import EventLoop
import HTTPCore

/// Puts the requests of one connection together from its bytes. A value without I/O: the bytes are the caller's.
struct RequestReader {
    enum Step {
        case needsMoreData
        case request(HTTPRequest)
        case refused(HTTPParseError)
        /// Its head expects of the server what no server here does (RFC 9110 10.1.1).
        case unmet
    }

    private var parser: HTTPRequestParser
    /// The head of the request under way, once it is complete.
    private(set) var head: HTTPRequestHead?
    /// What has come of its content.
    private(set) var body: [UInt8] = []

    init(limits: HTTPLimits) { parser = HTTPRequestParser(limits: limits) }

    /// Whether nothing of a request has been taken in since the last one was complete.
    var isBetweenRequests: Bool { parser.isBetweenMessages }

    /// Takes in what `input` holds, up to the end of one request.
    mutating func read(_ input: ReceiveBuffer) -> Step {
        do throws(HTTPParseError) {
            while true {
                let bytes = input.readable
                let (event, consumed) = try parser.next(bytes)
                defer { input.consume(consumed) }
                switch event {
                case .needsMoreData: return .needsMoreData
                case .head(let parsed):
                    if parsed.expectsTheUnknown { return .unmet }
                    head = parsed
                case .body(let range): body.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range]))
                case .end:
                    guard let head else { return .needsMoreData }
                    let request = HTTPRequest(head: head, body: body)
                    self.head = nil
                    body = []
                    return .request(request)
                }
            }
        } catch {
            return .refused(error)
        }
    }
}

extension HTTPRequestHead {
    /// Whether it expects anything but the one expectation there is (RFC 9110 10.1.1). HTTP/1.0 has none to meet.
    fileprivate var expectsTheUnknown: Bool {
        guard let expectation = fields[.expect], version != .http10 else { return false }
        return fields.count(of: .expect) > 1 || expectation.lowercased() != "100-continue"
    }
}
