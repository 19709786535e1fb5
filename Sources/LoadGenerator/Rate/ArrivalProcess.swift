import Glibc

/// When the next request is due: a pure value.
///
/// The times depend on the rate alone and never on the answers, so a slow server meets the same load as a fast one
/// (no coordinated omission).
///
/// Requests lie on a line of their own, a distance of 1 apart on average, and the rate says how fast time runs along it.
/// So a change of the rate stretches or shortens what is left of the way to the next request: constant arrivals keep
/// their phase, and Poisson arrivals stay a Poisson process, now one with a rate that changes (time rescaling; Ross,
/// Introduction to Probability Models, section 5.4.1).
struct ArrivalProcess<Instant: InstantProtocol> where Instant.Duration == Duration {
    private let arrivals: Arrivals
    private var rate: Double
    private var interval: Duration
    /// Since this moment the rate has been what it is.
    private var anchor: Instant
    /// Where on the line the anchor lies.
    private var anchorPosition = 0.0
    /// Where on the line the next request lies.
    private var position = 0.0

    /// - Parameter rate: requests per second, above 0.
    init(rate: Double, arrivals: Arrivals, start: Instant, using generator: inout some RandomNumberGenerator) {
        self.rate = rate
        interval = .seconds(1) / rate
        self.arrivals = arrivals
        anchor = start
        if arrivals == .poisson { position = Self.exponential(&generator) }
    }

    /// When the next request is due. Computed from the anchor, so that rounding does not add up.
    var due: Instant { anchor.advanced(by: interval * (position - anchorPosition)) }

    /// Goes on to the request after the next one; it is due at the same time or later.
    mutating func advance(using generator: inout some RandomNumberGenerator) {
        switch arrivals {
        case .constant: position += 1
        case .poisson: position += Self.exponential(&generator)
        }
    }

    /// Changes the rate from `now` on; the same rate changes nothing.
    ///
    /// - Parameters:
    ///   - rate: requests per second, above 0.
    ///   - now: not before the last change. A request that is due already keeps its time.
    mutating func setRate(_ rate: Double, at now: Instant) {
        guard rate != self.rate else { return }
        let due = due
        if now < due {
            anchorPosition += anchor.duration(to: now) / interval
            anchor = now
        } else {
            anchorPosition = position
            anchor = due
        }
        self.rate = rate
        interval = .seconds(1) / rate
    }

    /// Exponential distances make a Poisson process.
    private static func exponential(_ generator: inout some RandomNumberGenerator) -> Double {
        -log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &generator))
    }
}
