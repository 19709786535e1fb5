/// Reads the bytes of a line from left to right.
struct LineScanner {
    /// What has not been read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }

    mutating func takeByte() -> UInt8? { rest.popFirst() }

    /// Takes one byte if it is the next one.
    mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    mutating func take(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let end = rest.firstIndex { !condition($0) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    /// Everything up to the next blank.
    mutating func takeToken() -> ArraySlice<UInt8> { take { !ASCII.isBlank($0) } }

    /// Whether there was a blank at all.
    @discardableResult
    mutating func takeBlanks() -> Bool { !take(while: ASCII.isBlank).isEmpty }

    mutating func takeAll() -> ArraySlice<UInt8> { take { _ in true } }
}
