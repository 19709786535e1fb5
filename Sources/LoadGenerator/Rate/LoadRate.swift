import Synchronization

/// The rate of every target, which can be multiplied while the load runs. Thread-safe.
final class LoadRate: Sendable {
    /// By how much the base rate may be multiplied.
    static let factors: ClosedRange<Double> = 0.01...100

    /// `RATE`: requests per second and target.
    let base: Double
    private let multiplier = Mutex(1.0)

    init(base: Double) { self.base = base }

    /// What the base rate is multiplied by; 1 unless it was set.
    var factor: Double { multiplier.withLock { $0 } }

    /// Requests per second and target now.
    var current: Double { base * factor }

    /// Multiplies the base rate from now on.
    ///
    /// - Returns: false, and changes nothing, where the factor is out of ``factors`` or the rate would be out of the
    ///   range of `RATE`.
    func multiply(by factor: Double) -> Bool {
        guard Self.factors.contains(factor), LoadSettings.rates.contains(base * factor) else { return false }
        multiplier.withLock { $0 = factor }
        return true
    }

    /// Back to `RATE`.
    func reset() { multiplier.withLock { $0 = 1 } }
}
