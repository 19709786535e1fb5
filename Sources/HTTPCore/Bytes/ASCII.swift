/// The byte classes of HTTP's grammar (RFC 9110, 5.6; RFC 9112), decided without tables in memory.
enum ASCII {
    static let horizontalTab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let numberSign: UInt8 = 0x23
    static let percent: UInt8 = 0x25
    static let asterisk: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let fullStop: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let questionMark: UInt8 = 0x3F

    /// By code: the lower-case form of each `tchar` of RFC 9110, 5.6.2 (letters, digits and !#$%&'*+-.^_`|~), and 0 for
    /// all else. A literal, so that it is constant memory and not computed behind a once-flag on every look.
    private static let tokens: StaticString = """
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0!\0#$%&'\0\0*+\0-.\00123456789\0\0\0\0\0\0\
        \0abcdefghijklmnopqrstuvwxyz\0\0\0^_\
        `abcdefghijklmnopqrstuvwxyz\0|\0~\0
        """

    /// `reg-name` of RFC 3986, 3.2.2: letters, digits and -._~!$&'()*+,;= with the percent sign of its escapes. One bit
    /// per code, below 64 and from 64.
    private static let hostLow: UInt64 = 0x2BFF_7FF2_0000_0000
    private static let hostHigh: UInt64 = 0x47FF_FFFE_87FF_FFFE

    /// `unreserved` of RFC 3986, 2.3: letters, digits and -._~, which mean the same escaped or not.
    private static let unreservedLow: UInt64 = 0x03FF_6000_0000_0000
    private static let unreservedHigh: UInt64 = 0x47FF_FFFE_87FF_FFFE

    private static func isMember(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }

    static func isToken(_ byte: UInt8) -> Bool { byte < 128 && tokens.utf8Start[Int(byte)] != 0 }

    static func isHostName(_ byte: UInt8) -> Bool { isMember(byte, hostLow, hostHigh) }

    static func isUnreserved(_ byte: UInt8) -> Bool { isMember(byte, unreservedLow, unreservedHigh) }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    static func isWhitespace(_ byte: UInt8) -> Bool { byte == space || byte == horizontalTab }

    /// Printable and not a space: what a request target may consist of.
    static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    /// `field-vchar`, space and tab of RFC 9110, 5.5; bytes above 127 are `obs-text`.
    static func isFieldValue(_ byte: UInt8) -> Bool { (byte >= 0x20 && byte != 0x7F) || byte == horizontalTab }

    /// Whether all of `bytes` may stand in a field value; eight at a time, since this looks at every byte of a head.
    static func isFieldValue(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if ByteWord.hasByte(below: 0x20, in: word) || ByteWord.hasByte(0x7F, in: word) {
                for byte in bytes[index..<index + 8] where !isFieldValue(byte) { return false }
            }
            index += 8
        }
        while index < bytes.count {
            guard isFieldValue(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte - zero }
        let letter = lowercased(byte) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// The part of `range` without spaces and tabs at either end (`OWS`, RFC 9110, 5.6.3).
    static func trimmed(_ range: Range<Int>, of bytes: UnsafeRawBufferPointer) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, isWhitespace(bytes[lower]) { lower += 1 }
        while lower < upper, isWhitespace(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    /// Whether `bytes` equal `lowercase` when letters are compared without case.
    static func equal(_ bytes: UnsafeRawBufferPointer, ignoringCase lowercase: StaticString) -> Bool {
        guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
        let expected = lowercase.utf8Start
        for index in 0..<bytes.count where lowercased(bytes[index]) != expected[index] { return false }
        return true
    }
}
