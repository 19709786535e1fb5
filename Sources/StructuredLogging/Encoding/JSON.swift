extension [UInt8] {
    /// Appends the UTF-8 of `text` in one copy; the standard library appends a `UTF8View` byte by byte.
    mutating func append(utf8 text: String) {
        text.withContiguousUTF8 { append(contentsOf: $0) }
    }

    /// Appends `text` as a JSON string, quotes included (RFC 8259, section 7).
    mutating func appendJSONString(_ text: String) {
        text.withContiguousUTF8 { appendJSONString(utf8: $0) }
    }

    /// Appends valid UTF-8 as a JSON string, quotes included (RFC 8259, section 7).
    ///
    /// Beyond what the RFC asks, DEL and the control characters U+0080 to U+009F are escaped too: a terminal that shows
    /// the log may obey them.
    mutating func appendJSONString(utf8 text: UnsafeBufferPointer<UInt8>) {
        // Most text is as harmless as this, and is copied whole.
        if JSON.isPlain(text) {
            append(addingCapacity: text.count + JSON.quotes) { $0.append(quoting: text) }
        } else {
            appendEscaped(text)
        }
    }

    /// Appends a JSON number (RFC 8259, section 6), or null for NaN and the infinities, which JSON lacks.
    mutating func appendJSONNumber(_ number: Double) {
        append(utf8: number.isFinite ? number.description : "null")
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var start = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            let next = index + 1
            // U+0080 to U+009F are C2 80 to C2 9F in UTF-8.
            let isLongControl = byte == 0xC2 && next < text.endIndex && text[next] < 0xA0
            if isLongControl || JSON.needsEscape(byte) {
                append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
                appendEscape(isLongControl ? text[next] : byte)
                start = isLongControl ? next + 1 : next
                index = start
            } else {
                index = next
            }
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(_ code: UInt8) {
        append(UInt8(ascii: "\\"))
        switch code {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(code)
        case UInt8(ascii: "\n"): append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): append(UInt8(ascii: "t"))
        default:
            append(contentsOf: "u00".utf8)
            append(JSON.hexDigit(code >> 4))
            append(JSON.hexDigit(code & 0xF))
        }
    }
}

/// What text has to look like inside a JSON string.
enum JSON {
    /// The bytes that the quotes around a string take.
    static let quotes = 2

    private static let low: UInt64 = 0x0101_0101_0101_0101
    private static let high: UInt64 = 0x8080_8080_8080_8080

    /// Whether a byte cannot stand in a string as it is.
    static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    /// Whether all of `text` is ASCII that needs no escape.
    static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(text)
        var index = 0
        while bytes.count - index >= 8 {
            if !isPlain(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { return false }
            index += 8
        }
        while index < bytes.count {
            if bytes[index] >= 0x7F || needsEscape(bytes[index]) { return false }
            index += 1
        }
        return true
    }

    /// The same for eight bytes at once.
    ///
    /// Where all bytes are below 0x80, adding 1 sets the top bit of just those that were 0x7F, and subtracting n ≤ 0x80
    /// from bytes whose top bit was set first (no byte borrows from the next) clears it in just those below n. A byte
    /// equals c where its difference from c, by exclusive or, is below 1. Others have their own top bit set. Compare
    /// S. E. Anderson, "Bit Twiddling Hacks", "Determine if a word has a byte less than n".
    private static func isPlain(_ word: UInt64) -> Bool {
        let quote = word ^ (low &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (low &* UInt64(UInt8(ascii: "\\")))
        let isAbove = word | ((word & ~high) &+ low)
        let isLow = ~((word | high) &- low &* 0x20)
        let isQuote = ~((quote | high) &- low)
        let isBackslash = ~((backslash | high) &- low)
        return (isAbove | isLow | isQuote | isBackslash) & high == 0
    }

    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

extension String {
    /// Runs `body` on the text's UTF-8, where it lies if it lies in one piece, as a native string does.
    func withContiguousUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }
}
