extension [UInt8] {
    /// Appends the UTF-8 of `text` in one copy; the standard library appends a `UTF8View` byte by byte.
    package mutating func append(utf8 text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends a literal, which needs no conversion at all.
    package mutating func append(utf8 text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }
}
