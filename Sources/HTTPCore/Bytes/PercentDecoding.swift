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

    private static func escape(
        in text: Substring.UTF8View,
        at first: Substring.UTF8View.Index
    ) -> (UInt8, Substring.UTF8View.Index)? {
        guard first < text.endIndex, let high = ASCII.hexDigit(text[first]) else { return nil }
        let second = text.index(after: first)
        guard second < text.endIndex, let low = ASCII.hexDigit(text[second]) else { return nil }
        return (high << 4 | low, text.index(after: second))
    }
}
