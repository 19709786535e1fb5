/// Exponential backoff: how long to wait before each retry.
public struct Backoff: Sendable, Hashable {
    /// The delay after the first failure, before jitter. Default 1 s; 0 to ``cap``.
    public var base: Duration = .seconds(1)
    /// No delay is longer, jitter included. Default 8 s; at most 24 h.
    public var cap: Duration = .seconds(8)
    /// Factor from one delay to the next. Default 2; 1 to 100.
    public var multiplier: Double = 2
    /// How delays are spread. Default ±10 %.
    public var jitter: Jitter = .proportional(0.1)

    /// A backoff with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require(cap <= .seconds(86_400), "cap", cap, "at most 24 h")
        try Refusal.require(base >= .zero && base <= cap, "base", base, "0 to cap (\(cap))")
        try Refusal.require(multiplier >= 1 && multiplier <= 100, "multiplier", multiplier, "1 to 100")
        if case .proportional(let fraction) = jitter {
            try Refusal.require(fraction >= 0 && fraction <= 1, "jitter", fraction, "a fraction from 0 to 1")
        }
    }

    /// The delay to wait after failure number `failure`, 0 to ``cap``, whatever the number.
    /// - Parameters:
    ///   - failure: 1 for the first; a lower number counts as 1.
    ///   - previous: the delay before this one, for decorrelated jitter; nil for the first, which counts ``base`` as such.
    ///   - generator: the source of jitter.
    public func delay(
        afterFailure failure: Int,
        previous: Duration? = nil,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let cap = cap.inSeconds
        let capped = min(cap, base.inSeconds * Self.power(multiplier, max(1, failure) - 1))
        return switch jitter {
        case .none:
            spread(capped, capped, using: &generator)
        case .proportional(let fraction):
            spread(capped * (1 - fraction), capped * (1 + fraction), using: &generator)
        case .full:
            spread(0, capped, using: &generator)
        case .equal:
            spread(capped / 2, capped, using: &generator)
        case .decorrelated:
            spread(base.inSeconds, (previous ?? base).inSeconds * 3, using: &generator)
        }
    }

    /// Uniform between two bounds in seconds, both brought inside 0 … cap first.
    private func spread(
        _ lower: Double,
        _ upper: Double,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let limit = max(0, cap.inSeconds)
        let low = min(max(0, lower), limit)
        let high = min(max(low, upper), limit)
        let seconds = low == high ? low : Double.random(in: low...high, using: &generator)
        return min(max(.zero, cap), .seconds(seconds))
    }

    /// `base` to a whole power, by squaring. Stops growing at the largest finite number, since infinity times a base
    /// delay of zero is not a number.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var square = base
        var remaining = exponent
        while remaining > 0 {
            if remaining & 1 == 1 { result = min(result * square, .greatestFiniteMagnitude) }
            square = min(square * square, .greatestFiniteMagnitude)
            remaining >>= 1
        }
        return result
    }
}
