extension HTTPFields {
    /// Whether `token` is an element of the comma-separated lists in the fields called `name` (RFC 9110, 5.6.1), as
    /// `close` in `connection`. Compares ASCII letters without case and allocates nothing.
    public func hasToken(_ token: String, in name: HTTPFieldName) -> Bool {
        entries.contains { entry in
            isNamed(entry, name) && list(entry.value, hasElement: token.utf8)
        }
    }

    /// Whether `content-type` is this media type, whatever its parameters (RFC 9110, 8.3.1). `type` is in lower case;
    /// the field is compared without case. Allocates nothing.
    public func hasMediaType(_ type: StaticString) -> Bool {
        guard let entry = entries.first(where: { isNamed($0, .contentType) }) else { return false }
        return storage.withUnsafeBytes { bytes in
            let value = bytes[Int(entry.value.lowerBound)..<Int(entry.value.upperBound)]
            let end = value.firstIndex { $0 == ASCII.semicolon || ASCII.isWhitespace($0) } ?? value.endIndex
            return ASCII.equal(UnsafeRawBufferPointer(rebasing: value[..<end]), ignoringCase: type)
        }
    }

    private func list(_ value: Range<UInt32>, hasElement token: String.UTF8View) -> Bool {
        storage.withUnsafeBytes { bytes in
            var start = Int(value.lowerBound)
            let end = Int(value.upperBound)
            while start < end {
                let comma = bytes[start..<end].firstIndex(of: ASCII.comma) ?? end
                let element = ASCII.trimmed(start..<comma, of: bytes)
                if element.count == token.count,
                    zip(bytes[element], token).allSatisfy({ ASCII.lowercased($0) == ASCII.lowercased($1) })
                {
                    return true
                }
                start = comma + 1
            }
            return false
        }
    }
}
