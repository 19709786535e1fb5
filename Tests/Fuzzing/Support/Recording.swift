import HTTPCore

/// All that a parser gives for the bytes of a connection.
struct Recording<Head: Sendable> {
    struct Message {
        var head: Head
        var body: [UInt8] = []
        var isComplete = false
    }

    private(set) var messages: [Message] = []
    private(set) var error: HTTPParseError?
    /// Bytes that were passed and not consumed when the parser had nothing more to say.
    private(set) var unconsumed = 0

    typealias Next = (UnsafeRawBufferPointer) throws(HTTPParseError) -> (event: HTTPParserEvent<Head>, consumed: Int)

    /// Passes `bytes` in the given pieces, each in an allocation of its own, so that the address sanitizer sees a read
    /// beyond a piece and a pointer that was kept.
    init(_ bytes: [UInt8], cutAt positions: [Int], mostUnconsumed: Int, _ next: Next) {
        var start = 0
        for end in positions + [bytes.count] {
            guard error == nil else { return }
            while feed(Array(bytes[start..<end]), from: &start, next) {}
            unconsumed = end - start
            demand(error != nil || unconsumed <= mostUnconsumed, "what must be kept is bounded (\(unconsumed))")
        }
    }

    /// False when the parser wants more.
    private mutating func feed(_ input: [UInt8], from start: inout Int, _ next: Next) -> Bool {
        do throws(HTTPParseError) {
            let (event, consumed) = try input.withUnsafeBufferPointer { (buffer) throws(HTTPParseError) in
                try next(UnsafeRawBufferPointer(buffer))
            }
            demand(0 <= consumed && consumed <= input.count, "no more is consumed than was given")
            start += consumed
            switch event {
            case .needsMoreData: return false
            case .head(let head): messages.append(Message(head: head))
            case .body(let range):
                demand(!range.isEmpty && range.upperBound <= consumed, "content is part of what was consumed")
                messages[messages.count - 1].body += input[range]
            case .end: messages[messages.count - 1].isComplete = true
            }
            return true
        } catch {
            self.error = error
            return false
        }
    }
}

/// Where to cut: once where the input says, and after every byte if there are few.
func cuts(of count: Int, at choice: Int) -> [[Int]] {
    [[choice % (count + 1)], count <= 512 ? Array(0..<count) : []]
}
