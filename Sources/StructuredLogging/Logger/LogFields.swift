/// The fields of one log line, written straight into its bytes as they are set.
///
/// A key appears in the line as often as it is set, so set each once. Keys are literals of the program and are not
/// escaped: they must hold no quote, backslash or control character. Values are escaped. Not for use from several
/// threads at once.
public struct LogFields {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Adds text; nil adds nothing at all.
    public mutating func set(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        appendKey(key)
        bytes.appendJSONString(value)
    }

    /// Adds a whole number.
    public mutating func set(_ key: StaticString, _ value: Int) {
        appendKey(key)
        bytes.append(utf8: String(value))
    }

    /// Adds a number; NaN and the infinities, which JSON lacks, become null.
    public mutating func set(_ key: StaticString, _ value: Double) {
        appendKey(key)
        bytes.appendJSONNumber(value)
    }

    /// Adds true or false.
    public mutating func set(_ key: StaticString, _ value: Bool) {
        appendKey(key)
        bytes.append(utf8: value ? "true" : "false" as StaticString)
    }

    /// Adds text that came as bytes from outside; each sequence that is not UTF-8 becomes U+FFFD.
    public mutating func set(_ key: StaticString, bytes value: some Collection<UInt8>) {
        set(key, String(decoding: value, as: UTF8.self))
    }

    /// Adds an id of 64 bits as text of 16 lower-case hexadecimal digits.
    public mutating func set(_ key: StaticString, hexadecimal id: UInt64) {
        appendKey(key)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(hexadecimal: id)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds an id of 128 bits, given as two halves, as text of 32 lower-case hexadecimal digits.
    public mutating func set(_ key: StaticString, hexadecimal high: UInt64, _ low: UInt64) {
        appendKey(key)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(hexadecimal: high)
        bytes.append(hexadecimal: low)
        bytes.append(UInt8(ascii: "\""))
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
        case .bool(let flag): bytes.append(utf8: flag ? "true" : "false" as StaticString)
        }
    }

    /// Adds fields that were rendered before, each with its leading comma.
    mutating func append(rendered fields: [UInt8]) {
        bytes.append(contentsOf: fields)
    }

    /// Writes the fields every line starts with, and the opening brace.
    mutating func open(at time: LogTimestamp, level: LogLevel, event: StaticString, message: StaticString) {
        bytes.append(utf8: "{\"ts\":\"" as StaticString)
        bytes.append(contentsOf: time)
        bytes.append(utf8: "\",\"ts_ms\":" as StaticString)
        bytes.append(utf8: String(time.milliseconds))
        bytes.append(utf8: ",\"level\":\"" as StaticString)
        bytes.append(utf8: level.name)
        bytes.append(utf8: "\",\"event\":" as StaticString)
        event.withUTF8Buffer { bytes.appendJSONString(utf8: $0) }
        bytes.append(utf8: ",\"msg\":" as StaticString)
        message.withUTF8Buffer { bytes.appendJSONString(utf8: $0) }
    }

    /// Writes the closing brace and the line feed.
    mutating func close() {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func appendKey(_ key: StaticString) {
        bytes.append(utf8: ",\"" as StaticString)
        bytes.append(utf8: key)
        bytes.append(utf8: "\":" as StaticString)
    }
}
