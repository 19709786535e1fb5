import Posix
import ServiceKit

/// An answer as Redis holds it: when it was stored, its kind, its bytes.
///
/// Between processes there is no monotonic time, so it is the wall clock's. A clock that is ahead makes an answer as new
/// as can be, never newer.
struct SharedEntry: Sendable {
    let content: Content
    /// Milliseconds since 1970.
    let storedAt: Int64

    private static let version = "1"

    /// Milliseconds since 1970, now.
    static var now: Int64 { WallClock.nanoseconds / 1_000_000 }

    init(content: Content, storedAt: Int64) {
        self.content = content
        self.storedAt = storedAt
    }

    /// Nil for bytes that are not of this form.
    init?(parsing bytes: [UInt8]) {
        guard let end = bytes.prefix(64).firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self).split(
            separator: " ",
            omittingEmptySubsequences: false
        )
        guard head.count == 3, head[0] == Self.version, let storedAt = Int64(head[1]), storedAt >= 0,
            head[2] == "json" || head[2] == "text"
        else { return nil }
        let body = Array(bytes[(end + 1)...])
        // It goes into an envelope of JSON as it is.
        guard head[2] == "text" || JSONValidator.isValid(body) else { return nil }
        self.init(content: Content(bytes: body, isJSON: head[2] == "json"), storedAt: storedAt)
    }

    var bytes: [UInt8] {
        Array("\(Self.version) \(storedAt) \(content.isJSON ? "json" : "text")\n".utf8) + content.bytes
    }

    func age(at now: Int64) -> Duration {
        .milliseconds(max(0, now.subtractingReportingOverflow(storedAt).partialValue))
    }
}
