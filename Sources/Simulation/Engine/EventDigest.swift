/// A fingerprint of all that has happened, in order: two runs that differ in one event differ in it.
///
/// Source: Fowler, Noll, Vo (FNV-1a), over words instead of bytes, with the high half folded in.
struct EventDigest: Hashable, Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ word: UInt64) {
        let product = (value ^ word) &* 0x0000_0100_0000_01B3
        value = product ^ (product >> 32)
    }

    mutating func add(_ number: Int64) { add(UInt64(bitPattern: number)) }
}
