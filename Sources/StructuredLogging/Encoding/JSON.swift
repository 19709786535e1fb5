extension [UInt8] {
    /// Appends the UTF-8 of `text` in one copy; the standard library appends a `UTF8View` byte by byte.
    mutating func append(utf8 text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends a literal, which needs no conversion at all.
    mutating func append(utf8 text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// Appends `text` as a JSON string, quotes included (RFC 8259, section 7).
    mutating func appendJSONString(_ text: String) {
        var text = text
        text.withUTF8 { appendJSONString(utf8: $0) }
    }

    /// Appends valid UTF-8 as a JSON string, quotes included (RFC 8259, section 7).
    ///
    /// Beyond what the RFC asks, DEL and the control characters U+0080 to U+009F are escaped too: a terminal that shows
    /// the log may obey them.
    mutating func appendJSONString(utf8 text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        defer { append(UInt8(ascii: "\"")) }
        // Most text is as harmless as this, and is copied whole.
        if text.allSatisfy({ $0 < 0x7F && !needsEscape($0) }) { return append(contentsOf: text) }
        var start = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            let next = index + 1
            // U+0080 to U+009F are C2 80 to C2 9F in UTF-8.
            let isLongControl = byte == 0xC2 && next < text.endIndex && text[next] < 0xA0
            if isLongControl || needsEscape(byte) {
                append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
                appendEscape(isLongControl ? text[next] : byte)
                start = isLongControl ? next + 1 : next
                index = start
            } else {
                index = next
            }
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// Appends 16 lower-case hexadecimal digits.
    mutating func append(hexadecimal value: UInt64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { digits in
            for index in 0..<16 {
                digits[index] = hexDigit(UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * index)) & 0xF)
            }
            append(contentsOf: digits)
        }
    }

    /// Appends a JSON number (RFC 8259, section 6), or null for NaN and the infinities, which JSON lacks.
    mutating func appendJSONNumber(_ number: Double) {
        append(utf8: number.isFinite ? number.description : "null")
    }

    private func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private mutating func appendEscape(_ code: UInt8) {
        append(UInt8(ascii: "\\"))
        switch code {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(code)
        case UInt8(ascii: "\n"): append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): append(UInt8(ascii: "t"))
        default:
            append(utf8: "u00" as StaticString)
            append(hexDigit(code >> 4))
            append(hexDigit(code & 0xF))
        }
    }

    private func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
