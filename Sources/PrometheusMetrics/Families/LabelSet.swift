/// Label pairs rendered once, so that a scrape only copies bytes.
enum LabelSet {
    /// `name="value",…` without braces, values escaped as both text formats ask (backslash, quote, line feed).
    static func render(names: [String], values: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in zip(names, values) {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: name.utf8)
            bytes.append(contentsOf: "=\"".utf8)
            bytes.append(contentsOf: value.utf8, escapingQuotes: true)
            bytes.append(UInt8(ascii: "\""))
        }
        return bytes
    }

    /// The order of series: by the bytes of their values. Strings compare by what they mean, and to Prometheus an é in
    /// one code point and an é in two are two values.
    static func precedes(_ left: [String], _ right: [String]) -> Bool {
        for (one, other) in zip(left, right) where !one.utf8.elementsEqual(other.utf8) {
            return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
        return left.count < right.count
    }
}
