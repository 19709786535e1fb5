/// When a client's calls begin, whatever becomes of them: an open loop, so that a slow backend meets the same load as a
/// fast one.
public enum ArrivalModel: Sendable, Hashable {
    /// So many calls per second, evenly; each client begins at a point of its own.
    case constant(perSecond: Double)
    /// So many calls per second, independent of one another.
    case poisson(perSecond: Double)
    /// So many calls at once, this far apart; all clients at the same moments.
    case bursts(of: Int, every: Duration)

    /// Calls per second on average.
    public var perSecond: Double {
        switch self {
        case .constant(let rate), .poisson(let rate): rate
        case .bursts(let count, let interval): Double(count) / (interval / .seconds(1))
        }
    }

    func validate() throws(SimulationError) {
        switch self {
        case .constant(let rate), .poisson(let rate):
            try SimulationError.require(rate > 0 && rate <= 1e9, "arrivals", "a rate above 0, at most 1e9")
        case .bursts(let count, let interval):
            let isSound = count >= 1 && interval >= .microseconds(1)
            try SimulationError.require(isSound, "arrivals", "bursts of 1 or more calls, 1 µs or more apart")
        }
    }
}

/// The arrivals of one client, in nanoseconds.
struct Arrivals: Sendable {
    private let model: ArrivalModel
    private let interval: Double
    private var position: Double
    private var leftInBurst = 0

    init(_ model: ArrivalModel, using random: inout RandomSource) {
        self.model = model
        switch model {
        case .constant(let rate):
            interval = 1e9 / rate
            position = interval * random.unit()
        case .poisson(let rate):
            interval = 1e9 / rate
            position = interval * random.exponential()
        case .bursts(let count, let apart):
            interval = Double(apart.nanosecondsRoundedUp)
            position = 0
            leftInBurst = count
        }
    }

    /// When the next call begins.
    var due: Int64 { Int64(position) }

    mutating func advance(using random: inout RandomSource) {
        switch model {
        case .constant: position += interval
        case .poisson: position += interval * random.exponential()
        case .bursts(let count, _):
            leftInBurst -= 1
            if leftInBurst == 0 {
                leftInBurst = count
                position += interval
            }
        }
    }
}
