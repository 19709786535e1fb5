/// How the bytes of a connection reach a parser. Whatever the delivery, the result must be the same.
public enum Delivery: Sendable {
    /// All at once.
    case whole
    /// Each byte by itself.
    case byteByByte
    /// In pieces of 1 to 17 bytes, always the same ones for the same seed.
    case pieces(seed: UInt64)

    /// One whole, one byte by byte, and some in pieces of random sizes; the last seed is another in each run. A test
    /// that fails prints its delivery, seed and all, which can be written here to have it again.
    public static let all: [Delivery] =
        [.whole, .byteByByte] + (1...4).map { .pieces(seed: $0) } + [.pieces(seed: .random(in: 0...UInt64.max))]

    /// `bytes` cut as this delivery says.
    public func cut(_ bytes: [UInt8]) -> [[UInt8]] {
        switch self {
        case .whole: return [bytes]
        case .byteByByte: return bytes.map { [$0] }
        case .pieces(let seed):
            var generator = SeededGenerator(seed: seed)
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...17, using: &generator))
                pieces.append(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            return pieces
        }
    }
}
