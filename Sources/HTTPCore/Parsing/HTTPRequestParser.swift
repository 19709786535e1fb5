/// Reads requests from the bytes of one connection, one after the other (RFC 9112).
///
/// A value without I/O: the caller keeps the bytes. It is strict where leniency lets two parsers disagree about where a
/// message ends (request smuggling), and it holds every length to `HTTPLimits`. What it gives does not depend on the
/// pieces in which the bytes came.
public struct HTTPRequestParser: Sendable {
    private enum Phase {
        case betweenMessages
        case head
        case body(BodyDecoder)
        case failed(HTTPParseError)
    }

    private let limits: HTTPLimits
    private var phase = Phase.betweenMessages
    private var scanner = HeadScanner()
    private var hasSkippedEmptyLine = false

    /// Makes a parser for a new connection.
    public init(limits: HTTPLimits = HTTPLimits()) { self.limits = limits }

    /// Whether no byte of a request has been seen since the last `.end`, so that closing the connection loses nothing.
    public var isBetweenMessages: Bool {
        if case .betweenMessages = phase { true } else { false }
    }

    /// The next event at the start of `input`, and how many bytes of `input` to drop after it.
    ///
    /// Pass all bytes not yet dropped; after `.needsMoreData` the same ones again, unchanged, with more behind them.
    /// On that promise no byte is looked for a line end twice. Bytes may be consumed with every event, `.needsMoreData`
    /// included. After `.end` the parser is ready for the next (pipelined) request. Read events until
    /// `.needsMoreData` before reading more from the connection: content that ended, or is empty, gives its `.end`
    /// without a further byte.
    ///
    /// - Throws: `HTTPParseError`, and the same again at every later call: answer with its status and close.
    public mutating func next(
        _ input: UnsafeRawBufferPointer
    ) throws(HTTPParseError) -> (event: HTTPParserEvent<HTTPRequestHead>, consumed: Int) {
        do throws(HTTPParseError) {
            switch phase {
            case .failed(let error): throw error
            case .betweenMessages: return try start(input)
            case .head: return try readHead(input)
            case .body(let decoder): return try readBody(input, decoder)
            }
        } catch {
            phase = .failed(error)
            throw error
        }
    }

    private mutating func start(
        _ input: UnsafeRawBufferPointer
    ) throws(HTTPParseError) -> (event: HTTPParserEvent<HTTPRequestHead>, consumed: Int) {
        guard let first = input.first else { return (.needsMoreData, 0) }
        // Old clients end content with an extra CR LF: one is skipped before a request line (RFC 9112, 2.2).
        guard first == ASCII.carriageReturn, !hasSkippedEmptyLine else {
            phase = .head
            return try readHead(input)
        }
        guard input.count >= 2 else { return (.needsMoreData, 0) }
        guard input[1] == ASCII.lineFeed else { throw HTTPParseError(.badLineEnd) }
        hasSkippedEmptyLine = true
        let (event, consumed) = try start(UnsafeRawBufferPointer(rebasing: input[2...]))
        return (event, consumed + 2)
    }

    private mutating func readHead(
        _ input: UnsafeRawBufferPointer
    ) throws(HTTPParseError) -> (event: HTTPParserEvent<HTTPRequestHead>, consumed: Int) {
        guard let found = try scanner.scan(input, limits: limits) else { return (.needsMoreData, 0) }
        let line = try RequestLine(UnsafeRawBufferPointer(rebasing: input[found.startLine]))
        let lines = UnsafeRawBufferPointer(rebasing: input[found.fieldLines])
        let fields = try HTTPFields(lines: lines, count: found.fieldCount)
        let head = HTTPRequestHead(method: line.method, target: line.target, version: line.version, fields: fields)
        try Self.checkHost(head)
        phase = .body(BodyDecoder(try MessageFraming(request: head, limits: limits), limits: limits))
        return (.head(head), found.end)
    }

    private mutating func readBody(
        _ input: UnsafeRawBufferPointer,
        _ decoder: BodyDecoder
    ) throws(HTTPParseError) -> (event: HTTPParserEvent<HTTPRequestHead>, consumed: Int) {
        var decoder = decoder
        let (step, consumed) = try decoder.next(input)
        switch step {
        case .needsMoreData:
            phase = .body(decoder)
            return (.needsMoreData, consumed)
        case .body(let range):
            phase = .body(decoder)
            return (.body(range), consumed)
        case .end:
            self = HTTPRequestParser(limits: limits)
            return (.end, consumed)
        }
    }

    /// RFC 9112, 3.2: one `Host` in HTTP/1.1, at most one in HTTP/1.0, and a valid one.
    private static func checkHost(_ head: HTTPRequestHead) throws(HTTPParseError) {
        var hosts = 0
        for entry in head.fields.entries where head.fields.isNamed(entry, .host) {
            hosts += 1
            guard head.fields.bytes(entry.value).withUnsafeBytes({ Authority($0) != nil }) else {
                throw HTTPParseError(.invalidHost)
            }
        }
        guard hosts == 1 || (hosts == 0 && head.version.minor == 0) else { throw HTTPParseError(.invalidHost) }
    }
}
