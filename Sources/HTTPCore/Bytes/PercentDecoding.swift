/// Percent-escapes of RFC 3986, 2.1.
enum PercentDecoding {
    /// Decodes `%XX`; with `plusIsSpace` also `+`, as HTML forms write a space. An escape that is not one stays as
    /// it is, and bytes that are not UTF-8 become U+FFFD: the result is text, never an error.
    static func decode(_ text: Substring.UTF8View, plusIsSpace: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index = text.index(after: index)
            if byte == ASCII.percent, let (value, next) = escape(in: text, at: index) {
                bytes.append(value)
                index = next
            } else {
                bytes.append(plusIsSpace && byte == ASCII.plus ? ASCII.space : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The decoded bytes; nil if a `%` begins no escape.
    static func strictlyDecoded(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            if byte != ASCII.percent {
                bytes.append(byte)
            } else if let (value, next) = escape(in: text, at: index) {
                bytes.append(value)
                index = next
            } else {
                return nil
            }
        }
        return bytes
    }

    /// The same text in its normal form (RFC 3986, 6.2.2): unreserved characters as themselves, the digits of all other
    /// escapes in upper case. A `%` that begins no escape becomes `%25`, or it could begin one with what follows.
    static func normalized(_ text: Substring.UTF8View) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index = text.index(after: index)
            if byte != ASCII.percent {
                bytes.append(byte)
            } else if let (value, next) = escape(in: text, at: index) {
                if ASCII.isUnreserved(value) { bytes.append(value) } else { appendEscape(value, to: &bytes) }
                index = next
            } else {
                appendEscape(ASCII.percent, to: &bytes)
            }
        }
        return bytes
    }

    /// Appends `%XX` with digits in upper case.
    static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(ASCII.percent)
        bytes.append(upperHexDigit(byte >> 4))
        bytes.append(upperHexDigit(byte & 15))
    }

    private static func upperHexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? ASCII.zero + value : 0x41 + value - 10
    }

    private static func escape<Text: Collection<UInt8>>(in text: Text, at first: Text.Index) -> (UInt8, Text.Index)? {
        guard first < text.endIndex, let high = ASCII.hexDigit(text[first]) else { return nil }
        let second = text.index(after: first)
        guard second < text.endIndex, let low = ASCII.hexDigit(text[second]) else { return nil }
        return (high << 4 | low, text.index(after: second))
    }
}
