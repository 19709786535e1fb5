import HTTPCore

/// What a good answer of the backend holds.
struct Content: Sendable {
    let bytes: [UInt8]
    let isJSON: Bool

    init(bytes: [UInt8], isJSON: Bool) {
        self.bytes = bytes
        self.isJSON = isJSON
    }

    init(of response: HTTPResponse) {
        bytes = response.body
        isJSON = Self.isJSON(response)
    }

    static func isJSON(_ response: HTTPResponse) -> Bool { response.fields.hasMediaType("application/json") }
}
