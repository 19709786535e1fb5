public import HTTPCore

/// Builds a small JSON object (RFC 8259) without any intermediate tree.
public struct JSONObject: Sendable {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    /// Makes an empty object.
    public init() {}

    /// Adds a text.
    public mutating func set(_ key: String, _ value: String) {
        begin(key)
        appendText(value)
    }

    /// Adds a whole number.
    public mutating func set(_ key: String, _ value: Int) {
        begin(key)
        bytes.append(contentsOf: "\(value)".utf8)
    }

    /// Adds a number; one that JSON cannot hold becomes `null`.
    public mutating func set(_ key: String, _ value: Double) {
        begin(key)
        bytes.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
    }

    /// Adds a truth value.
    public mutating func set(_ key: String, _ value: Bool) {
        begin(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Adds what is JSON already.
    public mutating func set(_ key: String, json value: some Collection<UInt8>) {
        begin(key)
        bytes.append(contentsOf: value)
    }

    /// The object's text.
    public var text: [UInt8] { bytes + [UInt8(ascii: "}")] }

    /// The object as a response.
    public func response(_ status: HTTPStatus) -> HTTPResponse {
        HTTPResponse(status: status, fields: [.contentType: "application/json"], body: text)
    }

    private mutating func begin(_ key: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        appendText(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func appendText(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        JSONText.appendEscaped(text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}
