/// The protocol version of a message (RFC 9112, 2.3).
public struct HTTPVersion: Hashable, Sendable {
    /// The number before the dot; this module speaks 1.
    public var major: Int

    /// The number after the dot, one digit.
    public var minor: Int

    /// HTTP/1.0: connections close unless both sides ask otherwise.
    public static let http10 = HTTPVersion(major: 1, minor: 0)

    /// HTTP/1.1: connections persist unless one side asks otherwise.
    public static let http11 = HTTPVersion(major: 1, minor: 1)

    /// Makes a version from its two numbers.
    public init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Whether a connection persists after a message with `fields` (RFC 9112, 9.3).
    func keepsAlive(with fields: HTTPFields) -> Bool {
        if fields.hasToken("close", in: .connection) { return false }
        return minor >= 1 || fields.hasToken("keep-alive", in: .connection)
    }

    /// Reads `HTTP/d.d` exactly; the name is case-sensitive.
    init?(_ bytes: UnsafeRawBufferPointer) {
        // The first five bytes as a number: "HTTP/", least significant first.
        guard bytes.count == 8,
            UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)) & 0xFF_FFFF_FFFF == 0x2F_5054_5448,
            bytes[6] == 0x2E, ASCII.isDigit(bytes[5]), ASCII.isDigit(bytes[7])
        else { return nil }
        self.init(major: Int(bytes[5] - ASCII.zero), minor: Int(bytes[7] - ASCII.zero))
    }
}
