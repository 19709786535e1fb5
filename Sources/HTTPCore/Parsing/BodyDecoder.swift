/// Finds the content of a message and its end, whatever its framing.
struct BodyDecoder: Sendable {
    enum Step {
        case needsMoreData
        case body(Range<Int>)
        case end
    }

    private enum Phase {
        case length(remaining: Int)
        case untilClose
        case chunkSize
        case chunkData(remaining: Int)
        case chunkEnd
        case trailers
    }

    private var phase: Phase
    private var lines = LineScanner()
    private var bodyBytes = 0
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var trailerCount = 0
    private let limits: HTTPLimits

    init(_ framing: MessageFraming, limits: HTTPLimits) {
        self.limits = limits
        phase =
            switch framing {
            case .none: .length(remaining: 0)
            case .length(let length): .length(remaining: length)
            case .chunked: .chunkSize
            case .untilClose: .untilClose
            }
    }

    /// Whether the content ends where the connection does.
    var endsWithConnection: Bool {
        if case .untilClose = phase { true } else { false }
    }

    /// The next step at the start of `input`, and how many bytes it used up.
    mutating func next(_ input: UnsafeRawBufferPointer) throws(HTTPParseError) -> (Step, consumed: Int) {
        var offset = 0
        while true {
            switch phase {
            case .length(remaining: 0):
                return (.end, offset)
            case .length(let remaining):
                guard let piece = piece(of: input, from: offset, upTo: remaining) else {
                    return (.needsMoreData, offset)
                }
                phase = .length(remaining: remaining - piece.count)
                return (.body(piece), piece.upperBound)
            case .untilClose:
                guard offset < input.count else { return (.needsMoreData, offset) }
                // What comes before the error does not depend on the pieces either.
                let room = limits.maxBodyBytes - bodyBytes
                guard let piece = piece(of: input, from: offset, upTo: room) else {
                    throw HTTPParseError(.bodyTooLarge)
                }
                try count(piece.count)
                return (.body(piece), piece.upperBound)
            case .chunkSize:
                guard let next = try readChunkSize(input, from: offset) else { return (.needsMoreData, offset) }
                offset = next
            case .chunkData(let remaining):
                guard let piece = piece(of: input, from: offset, upTo: remaining) else {
                    return (.needsMoreData, offset)
                }
                phase = piece.count == remaining ? .chunkEnd : .chunkData(remaining: remaining - piece.count)
                return (.body(piece), piece.upperBound)
            case .chunkEnd:
                guard try hasLineEnd(input, at: offset) else { return (.needsMoreData, offset) }
                offset += 2
                phase = .chunkSize
            case .trailers:
                guard let (next, isLast) = try readTrailer(input, from: offset) else {
                    return (.needsMoreData, offset)
                }
                offset = next
                if isLast { phase = .length(remaining: 0) }
            }
        }
    }

    private func piece(of input: UnsafeRawBufferPointer, from offset: Int, upTo most: Int) -> Range<Int>? {
        let size = min(input.count - offset, most)
        return size > 0 ? offset..<offset + size : nil
    }

    private mutating func count(_ bytes: Int) throws(HTTPParseError) {
        guard bytes <= limits.maxBodyBytes - bodyBytes else { throw HTTPParseError(.bodyTooLarge) }
        bodyBytes += bytes
    }

    private mutating func readChunkSize(
        _ input: UnsafeRawBufferPointer,
        from offset: Int
    ) throws(HTTPParseError) -> Int? {
        let limit = limits.maxChunkLineBytes
        guard let range = try lines.line(in: input, from: offset, limit: limit, tooLong: .chunkLineTooLong) else {
            return nil
        }
        let line = try ChunkSizeLine(UnsafeRawBufferPointer(rebasing: input[range]))
        try count(line.size)
        // Tiny chunks with long extensions would make the peer's bytes cheap and our work dear (CVE-2023-39326).
        extensionBytes += line.extensionBytes
        guard extensionBytes <= limits.maxHeaderBytes else { throw HTTPParseError(.chunkLineTooLong) }
        phase = line.size == 0 ? .trailers : .chunkData(remaining: line.size)
        return range.upperBound + 2
    }

    private func hasLineEnd(_ input: UnsafeRawBufferPointer, at offset: Int) throws(HTTPParseError) -> Bool {
        guard offset < input.count else { return false }
        guard input[offset] == ASCII.carriageReturn else { throw HTTPParseError(.invalidChunkEnd) }
        guard offset + 1 < input.count else { return false }
        guard input[offset + 1] == ASCII.lineFeed else { throw HTTPParseError(.invalidChunkEnd) }
        return true
    }

    /// Trailers are checked and dropped: none of ours means anything after the content (RFC 9110, 6.5.1).
    private mutating func readTrailer(
        _ input: UnsafeRawBufferPointer,
        from offset: Int
    ) throws(HTTPParseError) -> (next: Int, isLast: Bool)? {
        let room = max(0, limits.maxHeaderBytes - trailerBytes - 2)
        guard let line = try lines.line(in: input, from: offset, limit: room, tooLong: .trailersTooLarge) else {
            return nil
        }
        let next = line.upperBound + 2
        if line.isEmpty { return (next, true) }
        _ = try FieldLine(line, of: input)
        trailerBytes += next - offset
        trailerCount += 1
        guard trailerCount <= limits.maxHeaderCount else { throw HTTPParseError(.trailersTooLarge) }
        return (next, false)
    }
}
