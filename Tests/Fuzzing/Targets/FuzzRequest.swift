import HTTPCore

/// Requests: the first byte chooses limits, the next two where the rest is cut.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let limits = input.byte() & 1 == 0 ? HTTPLimits() : smallLimits
    let choice = Int(input.byte()) << 8 | Int(input.byte())
    let bytes = input.rest
    let whole = read(bytes, limits, cutAt: [])
    for positions in cuts(of: bytes.count, at: choice) { demandEqual(read(bytes, limits, cutAt: positions), whole) }
    for message in whole.messages {
        demandValid(message, limits)
        if message.isComplete { demandRoundTrip(message) }
    }
    return 0
}

private typealias Requests = Recording<HTTPRequestHead>

private func read(_ bytes: [UInt8], _ limits: HTTPLimits, cutAt positions: [Int]) -> Requests {
    var parser = HTTPRequestParser(limits: limits)
    let requests = Requests(bytes, cutAt: positions, mostUnconsumed: limits.longestHead) {
        (input) throws(HTTPParseError) in try parser.next(input)
    }
    let isComplete = requests.messages.last?.isComplete ?? true
    if parser.isBetweenMessages {
        // A CR that may begin an empty line is all that can have been seen.
        demand(isComplete && requests.unconsumed <= 1, "between messages nothing has been seen")
    }
    if let error = requests.error {
        let again = Requests([71], cutAt: [], mostUnconsumed: 1) { (input) throws(HTTPParseError) in
            try parser.next(input)
        }
        demand(again.error == error, "an error stays")
    }
    return requests
}

private func demandEqual(_ one: Requests, _ other: Requests) {
    demand(one.error == other.error, "the error is the same whatever the pieces")
    demand(one.error != nil || one.unconsumed == other.unconsumed, "so is what is left")
    demand(one.messages.count == other.messages.count, "so is the number of requests")
    for (one, other) in zip(one.messages, other.messages) {
        demand(one.head.method == other.head.method && one.head.target == other.head.target, "so is the request line")
        demand(one.head.version == other.head.version, "so is the version")
        demand(one.head.fields.description == other.head.fields.description, "so are the fields")
        demand(one.body == other.body && one.isComplete == other.isComplete, "so is the content")
    }
}

private func demandValid(_ message: Requests.Message, _ limits: HTTPLimits) {
    let head = message.head
    demand(head.target.utf8.count <= limits.maxRequestLineBytes, "the limit of the request line")
    demand(message.body.count <= limits.maxBodyBytes, "the limit of content")
    demand(head.target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a target is visible ASCII")
    demand(HTTPMethod(token: head.method.name) == head.method && head.method != .connect, "a method is a token")
    demand(head.version.major == 1, "the version is 1")
    head.fields.demandValid(limits)
    demand(head.fields.count(of: .host) == 1 || head.version.minor == 0, "HTTP/1.1 has one host")
    demand(!head.fields.areChunked || !head.fields.contains(.contentLength), "one framing")
    demand(head.target == "*" || head.path.utf8.first == 0x2F, "a path begins with a slash")
    for segment in head.path.split(separator: "/") {
        demand(segment != "." && segment != "..", "no dot segment is left")
        let text = HTTPPath.decode(segment: segment)
        demand(text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "no control character is escaped in a path")
        demand(!text.unicodeScalars.contains("\u{FFFD}") || segment.contains("%EF%BF%BD"), "a path is UTF-8")
    }
    demand(HTTPRequestHead(method: .get, target: head.path).path == head.path, "the normal form is one")
}

private func demandRoundTrip(_ message: Requests.Message) {
    let head = message.head
    var bytes: [UInt8] = []
    HTTPSerializer.append(request: head, bodyLength: message.body.count, to: &bytes)
    bytes += head.fields.areChunked ? inChunks(message.body) : message.body
    let again = read(bytes, wideLimits, cutAt: [])
    demand(again.error == nil && again.messages.count == 1, "what is serialized is one request")
    guard let copy = again.messages.first else { return }
    demand(copy.isComplete && again.unconsumed == 0, "it is complete")
    demand(copy.head.method == head.method && copy.head.target == head.target, "method and target stay")
    demand(copy.head.fields.withoutFraming == head.fields.withoutFraming, "fields stay")
    demand(copy.head.keepAlive == head.keepAlive, "persistence stays")
    demand(copy.body == message.body, "content stays")
}
