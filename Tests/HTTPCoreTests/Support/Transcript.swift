import HTTPCore
import TestSupport

/// What a connection carried, as text that is easy to compare.
struct Transcript: Equatable {
    struct Message: Equatable {
        var startLine: String
        var fields: String
        /// Bytes, since a piece may end in the middle of a character.
        var content: [UInt8]
        var isComplete: Bool

        var body: String { String(decoding: content, as: UTF8.self) }

        init(startLine: String, fields: String, body: String = "", isComplete: Bool = false) {
            self.startLine = startLine
            self.fields = fields
            content = Array(body.utf8)
            self.isComplete = isComplete
        }
    }

    var messages: [Message] = []
    var error: HTTPParseError.Kind?
    var leftOver = ""

    /// Feeds `text` to a request parser.
    static func ofRequests(_ text: String, _ delivery: Delivery, limits: HTTPLimits = HTTPLimits()) -> Transcript {
        var parser = HTTPRequestParser(limits: limits)
        var transcript = Transcript()
        transcript.read(text, delivery) { (input) throws(HTTPParseError) in
            let (event, consumed) = try parser.next(input)
            return (
                event.map { head in
                    Message(startLine: "\(head.method) \(head.target)", fields: head.fields.description)
                }, consumed
            )
        }
        return transcript
    }

    /// Feeds `text` to a response parser that expects one response to each of `methods`.
    static func ofResponses(
        _ text: String,
        to methods: [HTTPMethod] = [.get],
        _ delivery: Delivery,
        closes: Bool = false,
        limits: HTTPLimits = HTTPLimits()
    ) -> Transcript {
        var parser = HTTPResponseParser(limits: limits)
        var remaining = methods[...]
        if let first = remaining.popFirst() { parser.expectResponse(to: first) }
        var transcript = Transcript()
        transcript.read(text, delivery) { (input) throws(HTTPParseError) in
            let (event, consumed) = try parser.next(input)
            if case .end = event, let next = remaining.popFirst() { parser.expectResponse(to: next) }
            return (
                event.map { head in
                    Message(startLine: head.status.description, fields: head.fields.description)
                }, consumed
            )
        }
        if closes { transcript.close(&parser) }
        return transcript
    }

    private mutating func close(_ parser: inout HTTPResponseParser) {
        do throws(HTTPParseError) {
            if try parser.finish() { messages[messages.count - 1].isComplete = true }
        } catch {
            self.error = error.kind
        }
    }

    private mutating func read(
        _ text: String,
        _ delivery: Delivery,
        next: (UnsafeRawBufferPointer) throws(HTTPParseError) -> (HTTPParserEvent<Message>, Int)
    ) {
        var buffer: [UInt8] = []
        do throws(HTTPParseError) {
            for piece in delivery.cut(Array(text.utf8)) {
                buffer += piece
                var wantsMore = false
                while !wantsMore {
                    // The copy has its own address each time: a parser that kept a pointer would be found out.
                    let input = buffer
                    let (event, consumed) = try input.withUnsafeBufferPointer { (bytes) throws(HTTPParseError) in
                        try next(UnsafeRawBufferPointer(bytes))
                    }
                    switch event {
                    case .needsMoreData: wantsMore = true
                    case .head(let message): messages.append(message)
                    case .body(let range):
                        messages[messages.count - 1].content += input[range]
                    case .end: messages[messages.count - 1].isComplete = true
                    }
                    buffer.removeFirst(consumed)
                }
            }
        } catch {
            self.error = error.kind
        }
        leftOver = error == nil ? String(decoding: buffer, as: UTF8.self) : ""
    }
}

extension HTTPParserEvent {
    fileprivate func map<Other>(_ transform: (Head) -> Other) -> HTTPParserEvent<Other> {
        switch self {
        case .needsMoreData: .needsMoreData
        case .head(let head): .head(transform(head))
        case .body(let range): .body(range)
        case .end: .end
        }
    }
}
