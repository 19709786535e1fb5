/// The bytes that mean something in an exposition.
enum ASCII {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let hash = UInt8(ascii: "#")
    static let plus = UInt8(ascii: "+")
    static let comma = UInt8(ascii: ",")
    static let minus = UInt8(ascii: "-")
    static let dot = UInt8(ascii: ".")
    static let zero = UInt8(ascii: "0")
    static let colon = UInt8(ascii: ":")
    static let equals = UInt8(ascii: "=")
    static let backslash = UInt8(ascii: "\\")
    static let underscore = UInt8(ascii: "_")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    /// What a label's name may begin with; digits may follow.
    static func beginsLabel(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || byte == underscore }

    /// What a metric's name may begin with; digits may follow.
    static func beginsMetric(_ byte: UInt8) -> Bool { beginsLabel(byte) || byte == colon }

    static func isInMetric(_ byte: UInt8) -> Bool { beginsMetric(byte) || isDigit(byte) }
}
