/// The names and values of a query, decoded as HTML forms encode them (WHATWG URL, 5.1): `+` is a space.
public struct HTTPQuery: Hashable, Sendable {
    /// A name with its value; empty where there is no `=`.
    public struct Pair: Hashable, Sendable {
        /// The decoded name.
        public let name: String
        /// The decoded value.
        public let value: String
    }

    /// All pairs in order; a name may occur several times.
    public let pairs: [Pair]

    /// Reads a query without its `?`, as `HTTPRequestHead.query` gives it. Never fails: an escape that is not one stays
    /// as it is, and empty pieces between `&` are skipped.
    public init(parsing query: String) {
        pairs = query.utf8.split(separator: 0x26).map { piece in
            let mark = piece.firstIndex(of: 0x3D) ?? piece.endIndex
            return Pair(
                name: PercentDecoding.decode(piece[..<mark], plusIsSpace: true),
                value: PercentDecoding.decode(piece[mark...].dropFirst(), plusIsSpace: true)
            )
        }
    }

    /// The first value of `name`, or nil.
    public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }
}
