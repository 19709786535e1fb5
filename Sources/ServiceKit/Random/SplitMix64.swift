import Synchronization

/// A small, fast generator whose sequence is its seed's alone. Not for secrets.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private static let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let processSeed = UInt64.random(in: .min ... .max)
    private static let streams = Atomic<UInt64>(0)
    /// Draws between the beginnings of two streams, as a power of two.
    private static let streamLength: UInt64 = 20

    private var state: UInt64

    /// Makes a generator whose sequence is determined by `seed`: every backend of a comparison can fail alike.
    public init(seed: UInt64) { state = seed }

    /// A generator of its own for one request, seeded at random once per process.
    ///
    /// `SystemRandomNumberGenerator` asks the kernel for every number, and a request needs several. The streams of a
    /// process do not overlap within their first million draws, so ids made from them differ. Thread-safe.
    public static func stream() -> SplitMix64 {
        let number = streams.wrappingAdd(1, ordering: .relaxed).oldValue
        return SplitMix64(seed: processSeed &+ (number << streamLength) &* gamma)
    }

    /// The next 64 bits of the sequence.
    public mutating func next() -> UInt64 {
        state &+= Self.gamma
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
