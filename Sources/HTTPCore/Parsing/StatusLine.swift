/// The status line (RFC 9112, 4): version, three digits and a reason that is not kept.
struct StatusLine {
    var version: HTTPVersion
    var status: HTTPStatus

    /// Checks and reads the bytes of a line without its line end. The space before an absent reason may be absent too,
    /// as many servers leave it out.
    init(_ line: UnsafeRawBufferPointer) throws(HTTPParseError) {
        guard line.count >= 12, line[8] == ASCII.space,
            let version = HTTPVersion(UnsafeRawBufferPointer(rebasing: line[..<8])),
            let code = DecimalText.parse(line[9..<12]), let status = HTTPStatus(code: code),
            line.count == 12 || line[12] == ASCII.space, line[12...].allSatisfy(ASCII.isFieldValue)
        else { throw HTTPParseError(.malformedStartLine) }
        guard version.major == 1 else { throw HTTPParseError(.unsupportedVersion) }
        self.version = version
        self.status = status
    }
}
