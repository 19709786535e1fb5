/// Reads responses from the bytes of one connection, one for each `expectResponse` (RFC 9112).
///
/// A value without I/O, strict and bounded like `HTTPRequestParser`; the caller keeps the bytes.
public struct HTTPResponseParser: Sendable {
    private enum Phase {
        case idle
        case head(HTTPMethod)
        case body(BodyDecoder)
        case failed(HTTPParseError)
    }

    private let limits: HTTPLimits
    private var phase = Phase.idle
    private var scanner = HeadScanner()
    private var interimResponses = 0
    private var hasReceivedBytes = false

    /// Makes a parser for a new connection.
    public init(limits: HTTPLimits = HTTPLimits()) { self.limits = limits }

    /// Whether no response is owed: the connection is idle, and a byte that comes now is an error.
    public var isBetweenMessages: Bool {
        if case .idle = phase { true } else { false }
    }

    /// Whether a response is owed and none of its bytes has come. A close at this point on a connection that was used
    /// before may only mean that the server had tired of it (RFC 9112, 9.3.1).
    public var isAwaitingFirstByte: Bool {
        if case .head = phase { !hasReceivedBytes } else { false }
    }

    /// Announces the response to a request just sent. Call it once per request, after the `.end` of the response
    /// before: requests are not pipelined, and a call while a response is under way changes nothing. The method decides
    /// whether content follows (RFC 9112, 6.3).
    public mutating func expectResponse(to method: HTTPMethod) {
        guard case .idle = phase else { return }
        phase = .head(method)
    }

    /// The next event at the start of `input`, and how many bytes of `input` to drop after it; the promises are those
    /// of `HTTPRequestParser.next`.
    ///
    /// Interim responses (1xx) are skipped, but 101 is given: after its `.end` the bytes are the new protocol's.
    /// Content without a length ends when the peer closes: then no `.end` comes from here, see `finish`.
    ///
    /// - Throws: `HTTPParseError`, and the same again at every later call.
    public mutating func next(
        _ input: UnsafeRawBufferPointer
    ) throws(HTTPParseError) -> (event: HTTPParserEvent<HTTPResponseHead>, consumed: Int) {
        do throws(HTTPParseError) {
            switch phase {
            case .failed(let error): throw error
            case .idle:
                guard input.isEmpty else { throw HTTPParseError(.unexpectedResponse) }
                return (.needsMoreData, 0)
            case .head(let method): return try readHead(input, method)
            case .body(let decoder): return try readBody(input, decoder)
            }
        } catch {
            phase = .failed(error)
            throw error
        }
    }

    /// Says that the peer closed and no byte follows those passed to `next`.
    ///
    /// - Returns: True if that was the end of the content, false if nothing was under way.
    /// - Throws: `.prematureEnd` if a response is owed or not complete, or the error of an earlier call.
    public mutating func finish() throws(HTTPParseError) -> Bool {
        switch phase {
        case .idle: return false
        case .failed(let error): throw error
        case .body(let decoder) where decoder.endsWithConnection:
            self = HTTPResponseParser(limits: limits)
            return true
        case .head, .body:
            let error = HTTPParseError(.prematureEnd)
            phase = .failed(error)
            throw error
        }
    }

    private mutating func readHead(
        _ input: UnsafeRawBufferPointer,
        _ method: HTTPMethod
    ) throws(HTTPParseError) -> (event: HTTPParserEvent<HTTPResponseHead>, consumed: Int) {
        var offset = 0
        while true {
            let rest = UnsafeRawBufferPointer(rebasing: input[offset...])
            if !rest.isEmpty { hasReceivedBytes = true }
            guard let found = try scanner.scan(rest, limits: limits) else { return (.needsMoreData, offset) }
            scanner = HeadScanner()
            let line = try StatusLine(UnsafeRawBufferPointer(rebasing: rest[found.startLine]))
            let lines = UnsafeRawBufferPointer(rebasing: rest[found.fieldLines])
            let fields = try HTTPFields(lines: lines, count: found.fieldCount)
            offset += found.end
            if line.status.code < 200, line.status != .switchingProtocols {
                interimResponses += 1
                guard interimResponses <= limits.maxInterimResponses else {
                    throw HTTPParseError(.tooManyInterimResponses)
                }
                continue
            }
            let head = HTTPResponseHead(status: line.status, version: line.version, fields: fields)
            phase = .body(BodyDecoder(try MessageFraming(response: head, to: method, limits: limits), limits: limits))
            return (.head(head), offset)
        }
    }

    private mutating func readBody(
        _ input: UnsafeRawBufferPointer,
        _ decoder: BodyDecoder
    ) throws(HTTPParseError) -> (event: HTTPParserEvent<HTTPResponseHead>, consumed: Int) {
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
            self = HTTPResponseParser(limits: limits)
            return (.end, consumed)
        }
    }
}
