/// JSON's grammar (RFC 8259) as a state and a stack of open brackets: written apart from the validator it judges.
struct JSONAutomaton {
    private enum State { case value, firstElement, firstMember, member, colon, afterValue }

    private var state = State.value
    private var open: [UInt8] = []
    private var rest: ArraySlice<UInt8> = []

    mutating func accepts(_ bytes: [UInt8]) -> Bool {
        rest = bytes[...]
        while true {
            rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard let byte = rest.first else { return state == .afterValue && open.isEmpty }
            guard step(byte) else { return false }
        }
    }

    private mutating func step(_ byte: UInt8) -> Bool {
        switch state {
        case .value: return value(byte)
        case .firstElement: return byte == UInt8(ascii: "]") ? close(byte) : value(byte)
        case .firstMember where byte == UInt8(ascii: "}"): return close(byte)
        case .firstMember, .member:
            state = .colon
            return byte == UInt8(ascii: "\"") && string()
        case .colon:
            state = .value
            return rest.popFirst() == UInt8(ascii: ":")
        case .afterValue:
            guard byte == UInt8(ascii: ",") else { return close(byte) }
            rest.removeFirst()
            state = open.last == UInt8(ascii: "{") ? .member : .value
            return !open.isEmpty
        }
    }

    /// The validator's limit of depth is the same here: values lie in at most 127 brackets.
    private mutating func value(_ byte: UInt8) -> Bool {
        guard open.count < 128 else { return false }
        state = .afterValue
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            open.append(rest.removeFirst())
            state = byte == UInt8(ascii: "{") ? .firstMember : .firstElement
            return true
        case UInt8(ascii: "\""): return string()
        default: return word()
        }
    }

    private mutating func close(_ byte: UInt8) -> Bool {
        state = .afterValue
        rest.removeFirst()
        guard let bracket = open.popLast() else { return false }
        return byte == (bracket == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }

    private mutating func string() -> Bool {
        rest.removeFirst()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return true }
            guard byte >= 0x20 else { return false }
            guard byte == UInt8(ascii: "\\") else { continue }
            guard let kind = rest.popFirst() else { return false }
            if kind == UInt8(ascii: "u") {
                guard rest.count >= 4, rest.prefix(4).allSatisfy({ Character(.init($0)).isHexDigit }) else {
                    return false
                }
                rest = rest.dropFirst(4)
            } else if !"\"\\/bfnrt".utf8.contains(kind) {
                return false
            }
        }
        return false
    }

    /// A number or a literal: all bytes up to white space or punctuation.
    private mutating func word() -> Bool {
        let word = rest.prefix { !" \t\r\n,:[]{}\"".utf8.contains($0) }
        rest = rest.dropFirst(word.count)
        let text = String(decoding: word, as: UTF8.self)
        return ["true", "false", "null"].contains(text) || isNumber(Array(word))
    }

    private func isNumber(_ word: [UInt8]) -> Bool {
        var text = word[...]
        func digits() -> ArraySlice<UInt8> { text.prefix { (0x30...0x39).contains($0) } }
        if text.first == UInt8(ascii: "-") { text.removeFirst() }
        let integer = digits()
        guard !integer.isEmpty, integer.count == 1 || integer.first != 0x30 else { return false }
        text = text.dropFirst(integer.count)
        if text.first == UInt8(ascii: ".") {
            text.removeFirst()
            guard !digits().isEmpty else { return false }
            text = text.dropFirst(digits().count)
        }
        if let byte = text.first, byte | 0x20 == UInt8(ascii: "e") {
            text.removeFirst()
            if let sign = text.first, sign == 0x2B || sign == 0x2D { text.removeFirst() }
            guard !digits().isEmpty else { return false }
            text = text.dropFirst(digits().count)
        }
        return text.isEmpty
    }
}
