extension [UInt8] {
    /// Appends `text` with backslash and line feed escaped, and the double quote where it would end the text.
    ///
    /// In the HELP text of format 0.0.4 a quote stands for itself: there `\"` would be read as a backslash and a quote.
    mutating func append(contentsOf text: String.UTF8View, escapingQuotes: Bool) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "\\"): append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\"") where escapingQuotes: append(contentsOf: "\\\"".utf8)
            default: append(byte)
            }
        }
    }
}
