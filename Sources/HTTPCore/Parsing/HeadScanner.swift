/// Finds the end of a head that may arrive in pieces, and holds it to its limits while it does, so that a peer cannot
/// make the caller buffer more than them.
struct HeadScanner: Sendable {
    /// Where the parts of a complete head lie in the input.
    struct Head {
        var startLine: Range<Int>
        /// The field lines with their line ends, without the empty line that closes them.
        var fieldLines: Range<Int>
        var fieldCount: Int
        /// Where the content begins.
        var end: Int
    }

    private var lines = LineScanner()
    private var startLine: Range<Int>?
    private var lineStart = 0
    private var fieldCount = 0

    /// The head at the start of `input`, or nil if it is not complete.
    mutating func scan(
        _ input: UnsafeRawBufferPointer,
        limits: HTTPLimits
    ) throws(HTTPParseError) -> Head? {
        let first: Range<Int>
        if let startLine {
            first = startLine
        } else {
            let limit = limits.maxRequestLineBytes
            guard let line = try lines.line(in: input, from: 0, limit: limit, tooLong: .startLineTooLong) else {
                return nil
            }
            guard !line.isEmpty else { throw HTTPParseError(.malformedStartLine) }
            startLine = line
            lineStart = line.upperBound + 2
            first = line
        }
        let fieldsStart = first.upperBound + 2
        while true {
            // The line's own CR LF counts; the empty line that closes the head is free.
            let room = max(0, limits.maxHeaderBytes - (lineStart - fieldsStart) - 2)
            guard let line = try lines.line(in: input, from: lineStart, limit: room, tooLong: .headerTooLarge) else {
                return nil
            }
            if line.isEmpty {
                let fields = fieldsStart..<lineStart
                return Head(startLine: first, fieldLines: fields, fieldCount: fieldCount, end: line.upperBound + 2)
            }
            fieldCount += 1
            guard fieldCount <= limits.maxHeaderCount else { throw HTTPParseError(.tooManyFields) }
            lineStart = line.upperBound + 2
        }
    }
}
