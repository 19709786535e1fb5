import Glibc

/// Finds the end of a line that may arrive in pieces, looking at each byte once.
struct LineScanner: Sendable {
    /// Bytes of the current line that are known to hold no line end.
    private var scanned = 0

    /// The line that starts at `start`, without its CR LF; nil if it is not complete. What is thrown does not depend on
    /// the pieces in which the line came.
    mutating func line(
        in input: UnsafeRawBufferPointer,
        from start: Int,
        limit: Int,
        tooLong: HTTPParseError.Kind
    ) throws(HTTPParseError) -> Range<Int>? {
        // A line of `limit` bytes and its CR LF; more without an LF is too long.
        let window = min(input.count - start, limit + 2)
        guard let lineFeed = position(of: ASCII.lineFeed, in: input, from: start + scanned, to: start + window) else {
            if window == limit + 2 { throw HTTPParseError(tooLong) }
            scanned = max(scanned, window)
            return nil
        }
        guard lineFeed > start, input[lineFeed - 1] == ASCII.carriageReturn else {
            throw HTTPParseError(.badLineEnd)
        }
        scanned = 0
        return start..<lineFeed - 1
    }

    private func position(of byte: UInt8, in input: UnsafeRawBufferPointer, from: Int, to: Int) -> Int? {
        guard from < to, let base = input.baseAddress else { return nil }
        guard let found = memchr(base + from, Int32(byte), to - from) else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
