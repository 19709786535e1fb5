/// How long something takes. No time or mean is longer than 24 h.
public enum Distribution: Sendable, Hashable {
    /// Always this long.
    case constant(Duration)
    /// Any time between two bounds, each as likely.
    case uniform(ClosedRange<Duration>)
    /// Without memory, of this mean.
    case exponential(mean: Duration)
    /// The sum of so many exponential times, of this mean: the more, the steadier. 1 to 100.
    case erlang(shape: Int, mean: Duration)
    /// Exponential; a share of the times has another, longer mean. The share is 0 to 1.
    case tailed(mean: Duration, tailShare: Double, tailMean: Duration)

    /// The mean.
    public var mean: Duration {
        switch self {
        case .constant(let duration): duration
        case .uniform(let range): (range.lowerBound + range.upperBound) / 2
        case .exponential(let mean), .erlang(_, let mean): mean
        case .tailed(let mean, let share, let tailMean): mean * (1 - share) + tailMean * share
        }
    }

    func validate(_ name: String) throws(SimulationError) {
        let accepted = Duration.zero...SimulationError.longest
        switch self {
        case .constant(let duration):
            try SimulationError.require(accepted.contains(duration), name, "a time from 0 to 24 h")
        case .uniform(let range):
            let isSound = accepted.contains(range.lowerBound) && accepted.contains(range.upperBound)
            try SimulationError.require(isSound, name, "times from 0 to 24 h")
        case .exponential(let mean):
            try SimulationError.require(accepted.contains(mean), name, "a mean from 0 to 24 h")
        case .erlang(let shape, let mean):
            let isSound = (1...100).contains(shape) && accepted.contains(mean)
            try SimulationError.require(isSound, name, "a shape from 1 to 100, and a mean from 0 to 24 h")
        case .tailed(let mean, let share, let tailMean):
            let isSound = accepted.contains(mean) && accepted.contains(tailMean) && share >= 0 && share <= 1
            try SimulationError.require(isSound, name, "means from 0 to 24 h, and a share from 0 to 1")
        }
    }
}

/// A ``Distribution`` ready to be drawn from: in nanoseconds.
struct Sampler: Sendable {
    private enum Kind {
        case constant, uniform, exponential, tailed
        case erlang(Int)
    }

    private let kind: Kind
    private let base: Double
    private let other: Double
    private let share: Double

    init(_ distribution: Distribution) {
        func nanoseconds(_ duration: Duration) -> Double { Double(duration.nanosecondsRoundedUp) }
        switch distribution {
        case .constant(let duration): (kind, base, other, share) = (.constant, nanoseconds(duration), 0, 0)
        case .uniform(let range):
            let low = nanoseconds(range.lowerBound)
            (kind, base, other, share) = (.uniform, low, nanoseconds(range.upperBound) - low, 0)
        case .exponential(let mean): (kind, base, other, share) = (.exponential, nanoseconds(mean), 0, 0)
        case .erlang(let shape, let mean):
            (kind, base, other, share) = (.erlang(shape), nanoseconds(mean) / Double(shape), 0, 0)
        case .tailed(let mean, let tailShare, let tailMean):
            (kind, base, other, share) = (.tailed, nanoseconds(mean), nanoseconds(tailMean), tailShare)
        }
    }

    /// Nanoseconds.
    func draw(_ random: inout RandomSource) -> Int64 {
        switch kind {
        case .constant: Int64(base)
        case .uniform: Int64(base + other * random.unit())
        case .exponential: Int64(base * random.exponential())
        case .tailed: Int64((random.strikes(share) ? other : base) * random.exponential())
        case .erlang(let shape):
            Int64(base * (0..<shape).reduce(0.0) { sum, _ in sum + random.exponential() })
        }
    }
}
