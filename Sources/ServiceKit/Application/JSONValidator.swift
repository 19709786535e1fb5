/// Tells whether bytes are one JSON text (RFC 8259), without building anything from it.
public enum JSONValidator {
    /// Deeper nesting than this counts as invalid: nobody's answer needs it, and the check recurses.
    public static let maxDepth = 128

    /// Whether `bytes` are one JSON value with nothing but white space around it.
    public static func isValid(_ bytes: [UInt8]) -> Bool {
        // Most answers are plain ASCII, which is UTF-8 without a look.
        if bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil { return false }
        return bytes.withUnsafeBufferPointer { buffer in
            var scanner = Scanner(bytes: buffer)
            return scanner.value(depth: 0) && scanner.isAtEnd
        }
    }

    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return position == bytes.count
            }
        }

        mutating func value(depth: Int) -> Bool {
            guard depth < JSONValidator.maxDepth else { return false }
            skipSpace()
            guard position < bytes.count else { return false }
            switch bytes[position] {
            case UInt8(ascii: "{"): return members(depth: depth)
            case UInt8(ascii: "["): return elements(depth: depth)
            case UInt8(ascii: "\""): return string()
            case UInt8(ascii: "t"): return literal("true")
            case UInt8(ascii: "f"): return literal("false")
            case UInt8(ascii: "n"): return literal("null")
            default: return number()
            }
        }

        private mutating func members(depth: Int) -> Bool {
            position += 1
            if take("}") { return true }
            repeat {
                skipSpace()
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), string(), take(":"),
                    value(depth: depth + 1)
                else { return false }
            } while take(",")
            return take("}")
        }

        private mutating func elements(depth: Int) -> Bool {
            position += 1
            if take("]") { return true }
            repeat {
                guard value(depth: depth + 1) else { return false }
            } while take(",")
            return take("]")
        }

        private mutating func string() -> Bool {
            position += 1
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "\""):
                    position += 1
                    return true
                case UInt8(ascii: "\\"):
                    guard escape() else { return false }
                case 0..<0x20: return false
                default: position += 1
                }
            }
            return false
        }

        private mutating func escape() -> Bool {
            guard position + 1 < bytes.count else { return false }
            let kind = bytes[position + 1]
            position += 2
            if kind != UInt8(ascii: "u") { return "\"\\/bfnrt".utf8.contains(kind) }
            guard position + 4 <= bytes.count else { return false }
            let digits = bytes[position..<position + 4]
            position += 4
            return digits.allSatisfy { "0123456789abcdefABCDEF".utf8.contains($0) }
        }

        private mutating func number() -> Bool {
            _ = takeNow("-")
            if takeNow("0") {
                // No digit may follow a leading zero.
            } else if digits() == 0 {
                return false
            }
            if takeNow("."), digits() == 0 { return false }
            if takeNow("e") || takeNow("E") {
                _ = takeNow("+") || takeNow("-")
                if digits() == 0 { return false }
            }
            return true
        }

        private mutating func digits() -> Int {
            let start = position
            while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
                position += 1
            }
            return position - start
        }

        private mutating func literal(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard position + count <= bytes.count else { return false }
            for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { return false }
            position += count
            return true
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            skipSpace()
            return takeNow(character)
        }

        private mutating func takeNow(_ character: Unicode.Scalar) -> Bool {
            guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        private static func isSpace(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        }

        private mutating func skipSpace() {
            while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        }
    }
}
