public import HTTPCore

/// Builds a small JSON object (RFC 8259) without any intermediate tree.
///
/// Keys are literals of the program and are not escaped: they must hold no quote, backslash or control character.
public struct JSONObject: Sendable {
    private var bytes: [UInt8] = []

    /// Room for a usual object, so that it is allocated once.
    private static let usualSize = 256

    /// Makes an empty object.
    public init() {
        bytes.reserveCapacity(Self.usualSize)
        bytes.append(UInt8(ascii: "{"))
    }

    /// Adds a text.
    public mutating func set(_ key: StaticString, _ value: String) {
        begin(key)
        appendText(value)
    }

    /// Adds a whole number.
    public mutating func set(_ key: StaticString, _ value: Int) {
        begin(key)
        DecimalText.append(value, to: &bytes)
    }

    /// Adds a number; one that JSON cannot hold becomes `null`.
    public mutating func set(_ key: StaticString, _ value: Double) {
        begin(key)
        bytes.append(utf8: value.isFinite ? "\(value)" : "null" as String)
    }

    /// Adds a truth value.
    public mutating func set(_ key: StaticString, _ value: Bool) {
        begin(key)
        bytes.append(utf8: value ? "true" : "false" as StaticString)
    }

    /// Adds an array of objects.
    public mutating func set(_ key: StaticString, _ values: [JSONObject]) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: value.text)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Adds what is JSON already.
    public mutating func set(_ key: StaticString, json value: some Collection<UInt8>) {
        begin(key)
        bytes.append(contentsOf: value)
    }

    /// The object's text.
    public var text: [UInt8] {
        var text = bytes
        text.append(UInt8(ascii: "}"))
        return text
    }

    /// The object as a response, which ends it.
    public consuming func response(_ status: HTTPStatus) -> HTTPResponse {
        bytes.append(UInt8(ascii: "}"))
        return HTTPResponse(status: status, fields: Self.fields, body: bytes)
    }

    private static let fields: HTTPFields = [.contentType: "application/json"]

    private mutating func begin(_ key: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(utf8: key)
        bytes.append(utf8: "\":" as StaticString)
    }

    private mutating func appendText(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        JSONText.appendEscaped(text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}
