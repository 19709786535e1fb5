/// Chance, the same for the same seed on every machine and in every build.
///
/// It uses integers, and of floating point only what IEEE 754 fixes to the last bit; no logarithm, whose last bit depends
/// on the library and the processor.
///
/// Source: Blackman, Vigna, "Scrambled Linear Pseudorandom Number Generators", 2018 (xoshiro256**), seeded by
/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) as its authors advise.
public struct RandomSource: RandomNumberGenerator, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// A generator whose sequence is determined by `seed`.
    public init(seed: UInt64) {
        var state = seed
        words = (Self.mix(&state), Self.mix(&state), Self.mix(&state), Self.mix(&state))
    }

    /// A generator of its own for the part `number` of something that has `seed`, so that what one part draws moves no
    /// other's sequence.
    public init(seed: UInt64, stream number: UInt64) {
        var state = seed
        let base = Self.mix(&state)
        self.init(seed: base ^ (number &* 0xD134_2543_DE82_EF95 &+ 1))
    }

    private static func mix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The next 64 bits of the sequence.
    public mutating func next() -> UInt64 {
        let result = Self.rotate(words.1 &* 5, 7) &* 9
        let shifted = words.1 << 17
        words.2 ^= words.0
        words.3 ^= words.1
        words.1 ^= words.2
        words.0 ^= words.3
        words.2 ^= shifted
        words.3 = Self.rotate(words.3, 45)
        return result
    }

    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { (word << count) | (word >> (64 - count)) }

    /// A number from 0 up to 1, in steps of 2⁻⁵³.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True with this probability; 0 and less draws nothing.
    public mutating func strikes(_ probability: Double) -> Bool { probability > 0 && unit() < probability }

    /// A whole number below `bound`, which is at least 1.
    public mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// An exponentially distributed number of mean 1.
    ///
    /// Source: von Neumann, "Various techniques used in connection with random digits", 1951: it only compares uniform
    /// numbers.
    public mutating func exponential() -> Double {
        var whole = 0.0
        while true {
            let first = unit()
            var previous = first
            var isOdd = true
            while true {
                let number = unit()
                guard number < previous else { break }
                previous = number
                isOdd.toggle()
            }
            if isOdd { return whole + first }
            whole += 1
        }
    }
}
