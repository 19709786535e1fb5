/// One event of a stream that a browser's `EventSource` reads. Pure.
///
/// Source: HTML Standard, 9.2.5, "Parsing an event stream".
struct ServerSentEvent: Equatable {
    static let contentType = "text/event-stream"

    /// The event's type; a line break in it would end the field, so it is a name of ours.
    let name: StaticString
    /// What the browser sends as `Last-Event-ID` when it connects again; nil leaves the last one as it is.
    var id: EventPosition?
    /// UTF-8 without CR or LF, as compact JSON is.
    let data: [UInt8]

    static func == (left: ServerSentEvent, right: ServerSentEvent) -> Bool { left.bytes == right.bytes }

    /// The event as it is sent: a line per field, and an empty line that dispatches it.
    var bytes: [UInt8] {
        var bytes = Array("event: \(name)\n".utf8)
        if let id { bytes += Array("id: \(id)\n".utf8) }
        bytes += Array("data: ".utf8)
        bytes += data
        bytes += Array("\n\n".utf8)
        return bytes
    }

    /// The first thing on a stream: how long a browser waits before it connects again, in milliseconds.
    static func retry(milliseconds: Int) -> [UInt8] { Array("retry: \(milliseconds)\n\n".utf8) }
}

/// How far a reader has come: the lab it reads, and the number of the last event. `18c2f1-42` as text.
///
/// A page may outlive the lab it was opened on; the events of the next lab on that port have other positions.
struct EventPosition: Hashable, Sendable, CustomStringConvertible {
    /// Tells one lab from another: lower-case letters and digits.
    let lab: String
    let number: Int

    init(lab: String, number: Int) {
        self.lab = lab
        self.number = number
    }

    /// Reads what `Last-Event-ID` says; nil where it is none of ours.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 64, !parts[0].isEmpty,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }),
            let number = Int(parts[1]), number >= 0, "\(number)" == parts[1]
        else { return nil }
        self.init(lab: String(parts[0]), number: number)
    }

    var description: String { "\(lab)-\(number)" }
}
