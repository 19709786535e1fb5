/// The path of a request target (RFC 3986, 3.3): what it may hold, and the one form that routes are compared with.
public enum HTTPPath {
    /// The text of one segment, its escapes decoded: `a%2Fb` is `a/b`. Decode after the path is split at its slashes,
    /// never before, so that an escaped slash separates nothing. Bytes that are not UTF-8 become U+FFFD;
    /// `HTTPRequestParser` lets none through.
    public static func decode(segment: Substring) -> String {
        PercentDecoding.decode(segment.utf8, plusIsSpace: false)
    }

    /// Whether each `%` begins an escape and all that is escaped is text: UTF-8 in its shortest form, no control
    /// character. `%00` and an overlong slash (`%C0%AF`) have only ever meant an attack on what decodes them later.
    static func hasValidEscapes(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let decoded = PercentDecoding.strictlyDecoded(bytes) else { return false }
        return decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F } && String(validating: decoded, as: UTF8.self) != nil
    }

    /// The normal form: escapes of unreserved characters decoded and the others in upper case (RFC 3986, 6.2.2.1 and
    /// 6.2.2.2), then `.` and `..` resolved (5.2.4), never above the root. Empty segments stay: they are names too.
    static func normalized(_ path: Substring.UTF8View) -> String {
        // Nearly every path is in its normal form already.
        guard path.first == ASCII.slash, path.contains(where: { $0 == ASCII.percent || $0 == ASCII.fullStop }) else {
            return String(Substring(path))
        }
        let segments = PercentDecoding.normalized(path).dropFirst().split(
            separator: ASCII.slash,
            omittingEmptySubsequences: false
        )
        var kept: [ArraySlice<UInt8>] = []
        for (index, segment) in segments.enumerated() {
            let isDot = segment.elementsEqual([ASCII.fullStop])
            let isDoubleDot = segment.elementsEqual([ASCII.fullStop, ASCII.fullStop])
            if isDoubleDot { _ = kept.popLast() }
            if !isDot && !isDoubleDot {
                kept.append(segment)
            } else if index == segments.count - 1 {
                // `/a/..` names the folder `/`, with the slash at its end.
                kept.append([])
            }
        }
        return String(decoding: [ASCII.slash] + kept.joined(separator: [ASCII.slash]), as: UTF8.self)
    }
}
