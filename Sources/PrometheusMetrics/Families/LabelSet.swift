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
}
