import Glibc

/// Values to observe, spread evenly over the decades from 50 µs to 50 s, hence over all latency buckets, in an order
/// that no branch predictor learns. Computed once; a loop takes one after another.
struct Observations: Sendable {
    private static let count = 1024
    private let seconds: [Double]

    init() {
        // 389 is odd, so that its multiples reach every number below 1024 once.
        seconds = (0..<Self.count).map { 0.00005 * pow(10, 6 * Double($0 * 389 % Self.count) / Double(Self.count)) }
    }

    /// The next value, in seconds, for an index that counts up.
    @inline(__always)
    subscript(index: Int) -> Double { seconds[index & (Self.count - 1)] }
}
