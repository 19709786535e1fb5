/// The request line (RFC 9112, 3): method, target and version with one space between each.
struct RequestLine {
    var method: HTTPMethod
    var target: String
    var version: HTTPVersion

    /// Checks and reads the bytes of a line without its line end.
    init(_ line: UnsafeRawBufferPointer) throws(HTTPParseError) {
        guard let first = line.firstIndex(of: ASCII.space), let last = line.lastIndex(of: ASCII.space), first < last,
            let method = HTTPMethod(UnsafeRawBufferPointer(rebasing: line[..<first])),
            let version = HTTPVersion(UnsafeRawBufferPointer(rebasing: line[(last + 1)...]))
        else { throw HTTPParseError(.malformedStartLine) }
        guard version.major == 1 else { throw HTTPParseError(.unsupportedVersion) }
        guard method != .connect else { throw HTTPParseError(.unsupportedMethod) }
        let target = UnsafeRawBufferPointer(rebasing: line[(first + 1)..<last])
        guard Self.isAllowed(target, for: method) else { throw HTTPParseError(.malformedTarget) }
        self.method = method
        self.version = version
        self.target = String(decoding: target, as: UTF8.self)
    }

    /// Origin form, absolute form with `http`, or `*` for OPTIONS (RFC 9112, 3.2). Any visible ASCII is let through but
    /// `#`: a fragment is never sent. Escapes are checked up to the query, which is the handler's to read.
    private static func isAllowed(_ target: UnsafeRawBufferPointer, for method: HTTPMethod) -> Bool {
        var hasEscape = false
        for byte in target {
            guard ASCII.isVisible(byte), byte != ASCII.numberSign else { return false }
            if byte == ASCII.percent { hasEscape = true }
        }
        if hasEscape {
            let path = target.prefix { $0 != ASCII.questionMark }
            guard HTTPPath.hasValidEscapes(UnsafeRawBufferPointer(rebasing: path)) else { return false }
        }
        if target.first == ASCII.slash { return true }
        if target.count == 1, target[0] == ASCII.asterisk { return method == .options }
        guard target.count > 7, ASCII.equal(UnsafeRawBufferPointer(rebasing: target[..<7]), ignoringCase: "http://")
        else { return false }
        let rest = target[7...]
        let end = rest.firstIndex { $0 == ASCII.slash || $0 == ASCII.questionMark } ?? target.count
        guard let authority = Authority(UnsafeRawBufferPointer(rebasing: rest[..<end])) else { return false }
        return !authority.host.isEmpty
    }
}
