import TestSupport

/// How the bytes of a connection reach a parser. Whatever the delivery, the result must be the same.
enum Delivery {
    case whole
    case byteByByte
    case pieces(seed: UInt64)

    /// One whole, one byte by byte, and some in pieces of random sizes.
    static let all: [Delivery] = [.whole, .byteByByte] + (1...8).map { .pieces(seed: $0) }

    /// `bytes` cut as this delivery says.
    func cut(_ bytes: [UInt8]) -> [[UInt8]] {
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
