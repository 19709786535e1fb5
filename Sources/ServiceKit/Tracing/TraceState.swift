/// What tracing systems along the way tell each other: the `tracestate` that came with a `traceparent`.
///
/// This service is no tracing system and adds nothing; it hands on what it was given, in the order it came. A value.
///
/// Source: W3C Trace Context Level 2, section 3.3 (`tracestate` header).
public struct TraceState: Hashable, Sendable {
    /// A list has no more members than this (3.3.1.3.1).
    static let maxMembers = 32
    /// As many characters as every service should hand on (3.3.1.5); what is beyond is cut by whole members.
    static let maxCharacters = 512
    /// Members longer than this are the first to go (3.3.1.5).
    private static let longMember = 128
    private static let maxKey = 256
    private static let maxValue = 256

    /// The value of the field as it is sent: members parted by commas and nothing else.
    public let text: String

    /// Reads all fields of that name, in their order, as the one list they are (RFC 9110, 5.3).
    ///
    /// Empty members are left out. Nil where nothing is left, where there are more than 32 members, and where one is
    /// malformed: then the state is dropped as a whole, and the trace goes on without it (3.3). Of more than 512
    /// characters those members are left out that are longer than 128, the last first, and then whichever is last.
    public init?(_ fields: [String]) {
        var members: [Substring.UTF8View] = []
        for field in fields {
            for part in field.utf8.split(separator: UInt8(ascii: ",")) {
                let member = Self.trimmed(part)
                if member.isEmpty { continue }
                guard members.count < Self.maxMembers, Self.isMember(member) else { return nil }
                members.append(member)
            }
        }
        Self.shorten(&members)
        guard !members.isEmpty else { return nil }
        text = members.map { String(Substring($0)) }.joined(separator: ",")
    }

    private static func shorten(_ members: inout [Substring.UTF8View]) {
        // A comma follows each but the last.
        var length = members.reduce(-1) { $0 + $1.count + 1 }
        while length > maxCharacters {
            let index = members.lastIndex { $0.count > longMember } ?? members.count - 1
            length -= members.remove(at: index).count + 1
        }
    }

    /// `key "=" value` (3.3.1.3.2). What is no ASCII is in neither.
    private static func isMember(_ member: Substring.UTF8View) -> Bool {
        guard let equals = member.firstIndex(of: UInt8(ascii: "=")) else { return false }
        let key = member[..<equals]
        let value = member[equals...].dropFirst()
        return (1...maxKey).contains(key.count) && key.first.map(isKeyStart) == true
            && key.allSatisfy(isKeyCharacter) && (1...maxValue).contains(value.count)
            && value.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }
    }

    private static func isKeyStart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isKeyCharacter(_ byte: UInt8) -> Bool {
        isKeyStart(byte) || "_-*/@".utf8.contains(byte)
    }

    /// Without the white space around a member.
    private static func trimmed(_ part: Substring.UTF8View) -> Substring.UTF8View {
        var part = part.drop(while: isWhitespace)
        while let last = part.last, isWhitespace(last) { part.removeLast() }
        return part
    }

    private static func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
