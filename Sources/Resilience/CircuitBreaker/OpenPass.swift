/// Whether a call may pass without asking the breaker's lock, and with what permit, in one word that an atomic holds.
///
/// A closed breaker gives every call the same permit until its next transition, so the word changes only then. A thread
/// that reads it just before a transition gets a permit of the generation that ends, whose result is late.
struct OpenPass: Sendable, Hashable {
    let word: UInt64

    private static var askBit: UInt64 { 1 << 63 }
    private static var timed: UInt64 { 1 << 62 }
    private static var generationMask: UInt64 { (1 << 62) - 1 }

    init(word: UInt64) { self.word = word }

    /// The time or a count decides: ask.
    static var mustAsk: OpenPass { OpenPass(word: Self.askBit) }

    init(generation: UInt64, isTimed: Bool) {
        word = generation & Self.generationMask | (isTimed ? Self.timed : 0)
    }

    var isOpen: Bool { word & Self.askBit == 0 }

    /// The permit; nil where the lock must be asked.
    var permit: Permit? {
        guard isOpen else { return nil }
        return Permit(generation: word & Self.generationMask, isTrial: false, isTimed: word & Self.timed != 0)
    }
}
