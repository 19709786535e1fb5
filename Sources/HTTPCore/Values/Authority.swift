/// Host and port as they stand in a URL and in the `Host` field (RFC 3986, 3.2; RFC 9110, 7.2). No user information.
struct Authority {
    /// Without the brackets of an IPv6 address.
    var host: Range<Int>
    var isIPv6: Bool
    /// Nil if there is no colon, or nothing after it.
    var port: Int?
    var hasColon: Bool

    /// Reads all of `bytes`; nil if they are no host and port. The host may be empty, as `Host` may.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        if bytes.first == 0x5B {
            guard let bracket = bytes.firstIndex(of: 0x5D), bracket >= 3 else { return nil }
            host = 1..<bracket
            isIPv6 = true
            guard bytes[host].allSatisfy({ $0 == ASCII.colon || $0 == 0x2E || ASCII.hexDigit($0) != nil }) else {
                return nil
            }
            index = bracket + 1
        } else {
            var hasEscape = false
            while index < bytes.count, ASCII.isHostName(bytes[index]) {
                hasEscape = hasEscape || bytes[index] == ASCII.percent
                index += 1
            }
            guard !hasEscape || HTTPPath.hasValidEscapes(UnsafeRawBufferPointer(rebasing: bytes[..<index])) else {
                return nil
            }
            host = 0..<index
            isIPv6 = false
        }
        hasColon = index < bytes.count
        guard hasColon else { return }
        guard bytes[index] == ASCII.colon else { return nil }
        let digits = bytes[(index + 1)...]
        guard !digits.isEmpty else { return }
        guard let number = DecimalText.parse(digits), number <= 65535 else { return nil }
        port = number
    }
}
