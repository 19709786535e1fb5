/// One field line (RFC 9112, 5): where its name and its value lie.
struct FieldLine {
    var name: Range<Int>
    var value: Range<Int>

    /// Checks the bytes of `line`, which are without their line end, and finds name and trimmed value.
    init(_ line: Range<Int>, of bytes: UnsafeRawBufferPointer) throws(HTTPParseError) {
        var colon = line.lowerBound
        while colon < line.upperBound, ASCII.isToken(bytes[colon]) { colon += 1 }
        guard colon < line.upperBound, bytes[colon] == ASCII.colon, colon > line.lowerBound else {
            throw HTTPParseError(Self.fault(in: line, of: bytes, at: colon))
        }
        guard ASCII.isFieldValue(UnsafeRawBufferPointer(rebasing: bytes[(colon + 1)..<line.upperBound])) else {
            throw HTTPParseError(.malformedFieldValue)
        }
        name = line.lowerBound..<colon
        value = ASCII.trimmed(colon + 1..<line.upperBound, of: bytes)
    }

    private static func fault(
        in line: Range<Int>,
        of bytes: UnsafeRawBufferPointer,
        at stop: Int
    ) -> HTTPParseError.Kind {
        guard stop < line.upperBound, ASCII.isWhitespace(bytes[stop]) else { return .malformedFieldName }
        if stop == line.lowerBound { return .lineFolding }
        let next = bytes[stop..<line.upperBound].first { !ASCII.isWhitespace($0) }
        return next == ASCII.colon ? .whitespaceBeforeColon : .malformedFieldName
    }
}
