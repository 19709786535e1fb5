import HTTPCore

/// Writes the page's JSON: thousands of numbers a second would be slow by way of an encoder. Pure.
enum PageJSON {
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        JSONText.appendEscaped(text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A number, or null for what is none: JSON has no NaN.
    static func append(_ value: Double?, to bytes: inout [UInt8]) {
        guard let value, value.isFinite else { return bytes.append(contentsOf: "null".utf8) }
        if value == value.rounded(), abs(value) < 1e15 {
            bytes.append(contentsOf: "\(Int64(value))".utf8)
        } else {
            bytes.append(contentsOf: "\(value)".utf8)
        }
    }

    static func append<Element>(
        _ elements: some Collection<Element>,
        to bytes: inout [UInt8],
        _ body: (Element, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            body(element, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// `"name":`, after a comma unless it is the first.
    static func key(_ name: StaticString, isFirst: Bool = false, to bytes: inout [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: "\"\(name)\":".utf8)
    }
}
