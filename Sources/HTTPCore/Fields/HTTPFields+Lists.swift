extension HTTPFields {
    /// Whether `token` is an element of the comma-separated lists in the fields called `name` (RFC 9110, 5.6.1), as
    /// `close` in `connection`. Compares ASCII letters without case and allocates nothing.
    public func hasToken(_ token: String, in name: HTTPFieldName) -> Bool {
        entries.contains { entry in
            isNamed(entry, name) && list(entry.value, hasElement: token.utf8)
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
