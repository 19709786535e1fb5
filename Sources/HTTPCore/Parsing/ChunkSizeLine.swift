/// The line before a chunk (RFC 9112, 7.1).
struct ChunkSizeLine {
    /// Bytes of data in the chunk; 0 ends the content.
    var size: Int
    /// Bytes of the line that are not the size.
    var extensionBytes: Int

    /// Checks and reads the bytes of `line`, which are without their line end.
    init(_ line: UnsafeRawBufferPointer) throws(HTTPParseError) {
        size = 0
        var index = 0
        while index < line.count, let digit = ASCII.hexDigit(line[index]) {
            let (product, overflowed) = size.multipliedReportingOverflow(by: 16)
            guard !overflowed else { throw HTTPParseError(.invalidChunkSize) }
            size = product | Int(digit)
            index += 1
        }
        guard index > 0 else { throw HTTPParseError(.invalidChunkSize) }
        extensionBytes = line.count - index
        guard extensionBytes > 0 else { return }
        // Extensions mean nothing here, but a line must not hide what another parser would take for data.
        let rest = line[index...]
        guard rest.first(where: { !ASCII.isWhitespace($0) }) == ASCII.semicolon, rest.allSatisfy(ASCII.isFieldValue)
        else { throw HTTPParseError(.invalidChunkSize) }
    }
}
