import Glibc

/// When the next request is due: a pure value.
///
/// The times depend on the rate alone and never on the answers, so a slow server meets the same load as a fast one
/// (no coordinated omission).
struct ArrivalProcess<Instant: InstantProtocol> where Instant.Duration == Duration {
    private let interval: Duration
    private let arrivals: Arrivals
    private let start: Instant
    private var sequence = 0
    private var elapsed: Duration = .zero

    /// - Parameter rate: requests per second, above 0.
    init(rate: Double, arrivals: Arrivals, start: Instant) {
        interval = .seconds(1) / rate
        self.arrivals = arrivals
        self.start = start
    }

    /// The next due time; each is at or after the one before.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Instant {
        switch arrivals {
        case .constant:
            // From the sequence number, so that rounding does not add up.
            elapsed = interval * Double(sequence)
        case .poisson:
            // Exponential distances make a Poisson process.
            elapsed += interval * -log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &generator))
        }
        sequence += 1
        return start.advanced(by: elapsed)
    }
}
