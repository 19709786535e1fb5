/// Which of many lines that say the same are written: each by itself, by chance. A value.
struct LogSample: Sendable {
    /// From 0, none, to 1, all.
    let share: Double

    /// Whether the next one is; draws a number only where it decides something.
    @inline(__always)
    func takesNext(using generator: inout some RandomNumberGenerator) -> Bool {
        share >= 1 || (share > 0 && Double.random(in: 0..<1, using: &generator) < share)
    }
}
