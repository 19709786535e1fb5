/// The fields of one log line, written straight into its bytes as they are set.
///
/// A key appears in the line as often as it is set, so set each once. Keys are literals of the program and are not
/// escaped: they must hold no quote, backslash or control character. Values are escaped. Not for use from several
/// threads at once.
public struct LogFields {
    /// The comma, the quotes and the colon that a key comes with.
    private static let keyPunctuation = 4
    /// Enough for what stands before an event: the names, the punctuation, a time, a whole number and a level.
    private static let openingLength = 128

    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Adds text; nil adds nothing at all.
    public mutating func set(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        value.withContiguousUTF8 { text in
            if JSON.isPlain(text) {
                append(key, addingCapacity: text.count + JSON.quotes) { $0.append(quoting: text) }
            } else {
                append(key, addingCapacity: 0) { _ in }
                bytes.appendJSONString(utf8: text)
            }
        }
    }

    /// Adds a whole number.
    public mutating func set(_ key: StaticString, _ value: Int) {
        append(key, addingCapacity: DecimalDigits.maximum) { $0.append(decimal: value) }
    }

    /// Adds a number; NaN and the infinities, which JSON lacks, become null.
    public mutating func set(_ key: StaticString, _ value: Double) {
        append(key, addingCapacity: 0) { _ in }
        bytes.appendJSONNumber(value)
    }

    /// Adds true or false.
    public mutating func set(_ key: StaticString, _ value: Bool) {
        let text: StaticString = value ? "true" : "false"
        append(key, addingCapacity: text.utf8CodeUnitCount) { $0.append(copying: text) }
    }

    /// Adds text that came as bytes from outside; each sequence that is not UTF-8 becomes U+FFFD.
    public mutating func set(_ key: StaticString, bytes value: some Collection<UInt8>) {
        set(key, String(decoding: value, as: UTF8.self))
    }

    /// Adds an id of 64 bits as text of 16 lower-case hexadecimal digits.
    public mutating func set(_ key: StaticString, hexadecimal id: UInt64) {
        append(key, addingCapacity: 16 + JSON.quotes) { output in
            output.append(UInt8(ascii: "\""))
            output.append(hexadecimal: id)
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Adds an id of 128 bits, given as two halves, as text of 32 lower-case hexadecimal digits.
    public mutating func set(_ key: StaticString, hexadecimal high: UInt64, _ low: UInt64) {
        append(key, addingCapacity: 32 + JSON.quotes) { output in
            output.append(UInt8(ascii: "\""))
            output.append(hexadecimal: high)
            output.append(hexadecimal: low)
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Adds a base field, whose key may be any text.
    mutating func set(base key: String, _ value: LogValue) {
        bytes.append(UInt8(ascii: ","))
        bytes.appendJSONString(key)
        bytes.append(UInt8(ascii: ":"))
        switch value {
        case .string(let text): bytes.appendJSONString(text)
        case .int(let number): bytes.append(utf8: String(number))
        case .double(let number): bytes.appendJSONNumber(number)
        case .bool(let flag): bytes.append(utf8: flag ? "true" : "false")
        }
    }

    /// Adds fields that were rendered before, each with its leading comma.
    mutating func append(rendered fields: [UInt8]) {
        // As a buffer: an array that is appended is retained, and this one is shared by all threads that log.
        fields.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Writes the fields every line starts with, and the opening brace.
    mutating func open(at time: LogTimestamp, level: LogLevel, event: StaticString, message: StaticString) {
        bytes.append(addingCapacity: Self.openingLength) { output in
            output.append(copying: "{\"ts\":\"")
            output.append(time)
            output.append(copying: "\",\"ts_ms\":")
            output.append(decimal: time.milliseconds)
            output.append(copying: ",\"level\":\"")
            level.name.withContiguousUTF8 { output.append(copying: $0) }
            output.append(copying: "\",\"event\":")
        }
        event.withUTF8Buffer { bytes.appendJSONString(utf8: $0) }
        bytes.append(contentsOf: ",\"msg\":".utf8)
        message.withUTF8Buffer { bytes.appendJSONString(utf8: $0) }
    }

    /// Writes the closing brace and the line feed.
    mutating func close() {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes the key and, with `write`, at most `capacity` bytes of its value.
    @inline(__always)
    private mutating func append(
        _ key: StaticString,
        addingCapacity capacity: Int,
        _ write: (inout OutputSpan<UInt8>) -> Void
    ) {
        key.withUTF8Buffer { key in
            bytes.append(addingCapacity: key.count + Self.keyPunctuation + capacity) { output in
                output.append(UInt8(ascii: ","))
                output.append(quoting: key)
                output.append(UInt8(ascii: ":"))
                write(&output)
            }
        }
    }
}
