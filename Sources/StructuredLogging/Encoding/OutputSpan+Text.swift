/// What a field is made of, written into room that was reserved for the whole of it: an array asked for room for each
/// piece would look after its storage each time, which takes longer than the copying. Where the room does not suffice,
/// each of them traps.
extension OutputSpan<UInt8> {
    /// Appends `bytes` in one copy.
    @inline(__always)
    mutating func append(copying bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        withUnsafeMutableBufferPointer { buffer, count in
            precondition(bytes.count <= buffer.count - count, "text is longer than the room reserved for it")
            // There is room, hence an address; the source belongs to somebody else.
            if let start = buffer.baseAddress { (start + count).initialize(from: source, count: bytes.count) }
            count += bytes.count
        }
    }

    /// Appends a literal.
    @inline(__always)
    mutating func append(copying text: StaticString) {
        append(copying: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends `bytes` between quotes.
    @inline(__always)
    mutating func append(quoting bytes: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        append(copying: bytes)
        append(UInt8(ascii: "\""))
    }

    /// Appends a whole number, of at most ``DecimalDigits/maximum`` bytes.
    mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: value.magnitude, digits: DecimalDigits.count(value.magnitude))
    }

    /// Appends the last `digits` digits of a number, with leading zeros.
    @inline(__always)
    mutating func append(decimal value: UInt, digits: Int) {
        withUnsafeMutableBufferPointer { buffer, count in
            precondition(digits <= buffer.count - count, "a number is longer than the room reserved for it")
            var rest = value
            var index = count + digits
            while index > count {
                index -= 1
                buffer.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            }
            count += digits
        }
    }

    /// Appends 16 lower-case hexadecimal digits.
    mutating func append(hexadecimal value: UInt64) {
        append(hexadecimal: UInt32(truncatingIfNeeded: value >> 32))
        append(hexadecimal: UInt32(truncatingIfNeeded: value))
    }

    /// Appends eight digits at once, each in a byte of one word.
    @inline(__always)
    private mutating func append(hexadecimal value: UInt32) {
        // Halves move apart until each byte has four bits.
        var digits = UInt64(value)
        digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
        digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // 6 more make 16 or more of just those that are letters.
        let isLetter = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        // No byte carries: the largest is 0x0F + 0x30 + 0x27, an "f".
        let text = digits &+ 0x3030_3030_3030_3030 &+ isLetter &* 0x27
        withUnsafeBytes(of: text.bigEndian) { append(copying: $0.assumingMemoryBound(to: UInt8.self)) }
    }
}

/// How long a whole number is in decimal.
enum DecimalDigits {
    /// The most bytes that an `Int` takes: 19 digits and a sign.
    static let maximum = 20

    /// How many digits `value` has; 1 for zero.
    static func count(_ value: UInt) -> Int {
        var count = 1
        var rest = value
        while rest >= 1000 {
            rest /= 1000
            count += 3
        }
        return rest >= 100 ? count + 2 : rest >= 10 ? count + 1 : count
    }
}
