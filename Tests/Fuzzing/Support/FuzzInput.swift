/// The bytes of one run, of which the first few choose how the rest is used.
struct FuzzInput {
    private(set) var bytes: ArraySlice<UInt8>

    init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        bytes = Array(UnsafeBufferPointer(start: start, count: count))[...]
    }

    /// The next byte, or 0 at the end.
    mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

    /// All that is left.
    var rest: [UInt8] { Array(bytes) }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
