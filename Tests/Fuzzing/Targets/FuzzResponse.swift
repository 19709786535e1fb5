import HTTPCore

/// Responses: the first byte chooses limits, the method asked with and whether the server closes at the end; the next
/// two where the rest is cut.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let flags = input.byte()
    let exchange = Exchange(
        limits: flags & 1 == 0 ? HTTPLimits() : smallLimits,
        method: flags & 2 == 0 ? .get : .head,
        closes: flags & 4 != 0,
        repeats: flags & 8 != 0
    )
    let choice = Int(input.byte()) << 8 | Int(input.byte())
    let bytes = input.rest
    let whole = exchange.read(bytes, cutAt: [])
    for positions in cuts(of: bytes.count, at: choice) { demandEqual(exchange.read(bytes, cutAt: positions), whole) }
    for message in whole.responses.messages {
        demandValid(message, exchange)
        demandRoundTrip(message, exchange.method)
    }
    return 0
}

private typealias Responses = Recording<HTTPResponseHead>

private struct Exchange {
    var limits: HTTPLimits
    var method: HTTPMethod
    var closes: Bool
    /// Whether a second request follows the first answer.
    var repeats: Bool

    func read(_ bytes: [UInt8], cutAt positions: [Int]) -> Result {
        var parser = HTTPResponseParser(limits: limits)
        parser.expectResponse(to: method)
        var isRepeated = !repeats
        let responses = Responses(bytes, cutAt: positions, mostUnconsumed: limits.longestHead) {
            (input) throws(HTTPParseError) in
            let result = try parser.next(input)
            if case .end = result.event, !isRepeated {
                isRepeated = true
                parser.expectResponse(to: method)
            }
            return result
        }
        demand(!parser.isAwaitingFirstByte || responses.unconsumed == 0, "its first byte is noticed")
        guard closes else { return Result(responses: responses) }
        let wasIdle = parser.isBetweenMessages
        do throws(HTTPParseError) {
            let isEnd = try parser.finish()
            demand(responses.error == nil && isEnd == !wasIdle, "a close ends content, or nothing")
            return Result(responses: responses, endedByClose: isEnd)
        } catch {
            demand(responses.error == nil ? error.kind == .prematureEnd : error == responses.error, "errors stay")
            return Result(responses: responses, closeError: error)
        }
    }
}

private struct Result {
    var responses: Responses
    var endedByClose: Bool?
    var closeError: HTTPParseError?
}

private func demandEqual(_ one: Result, _ other: Result) {
    demand(one.endedByClose == other.endedByClose, "the end is the same whatever the pieces")
    demand(one.closeError == other.closeError, "so is the error at the close")
    let (one, other) = (one.responses, other.responses)
    demand(one.error == other.error, "so is the error")
    demand(one.error != nil || one.unconsumed == other.unconsumed, "so is what is left")
    demand(one.messages.count == other.messages.count, "so is the number of responses")
    for (one, other) in zip(one.messages, other.messages) {
        demand(one.head.status == other.head.status && one.head.version == other.head.version, "so is the status line")
        demand(one.head.fields.description == other.head.fields.description, "so are the fields")
        demand(one.isComplete == other.isComplete, "so is the end")
        demand(one.body == other.body, "so is the content")
    }
}

private func demandValid(_ message: Responses.Message, _ exchange: Exchange) {
    let head = message.head
    demand(head.status.code >= 200 || head.status == .switchingProtocols, "interim responses are skipped")
    demand(message.body.count <= exchange.limits.maxBodyBytes, "the limit of content")
    head.fields.demandValid(exchange.limits)
    let hasNone = exchange.method == .head || head.status.forbidsBody
    demand(!hasNone || message.body.isEmpty, "what has no content has none")
    let hasBoth = head.fields.areChunked && head.fields.contains(.contentLength)
    demand(hasNone || !hasBoth, "one framing")
}

private func demandRoundTrip(_ message: Responses.Message, _ method: HTTPMethod) {
    guard message.isComplete else { return }
    let head = message.head
    var bytes: [UInt8] = []
    HTTPSerializer.append(response: head, bodyLength: method == .head ? nil : message.body.count, to: &bytes)
    if method != .head, !head.status.forbidsBody {
        bytes += head.fields.areChunked ? inChunks(message.body) : message.body
    }
    let copies = Exchange(limits: wideLimits, method: method, closes: false, repeats: false).read(bytes, cutAt: [])
    demand(copies.responses.error == nil && copies.responses.messages.count == 1, "what is serialized is one response")
    guard let copy = copies.responses.messages.first else { return }
    demand(copy.isComplete && copy.body == message.body, "content stays")
    demand(copy.head.status == head.status, "the status stays")
    demand(copy.head.fields.withoutFraming == head.fields.withoutFraming, "fields stay")
}
