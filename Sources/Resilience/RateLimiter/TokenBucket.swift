/// A token bucket, as a pure value: it fills at a steady rate up to its burst, and each call takes one token.
///
/// It keeps one instant instead of a number of tokens: when the bucket will be full again. Taking a token moves that
/// instant on by the time one token takes to come. So nothing has to be refilled, no rounding error adds up, and how
/// long the next token takes is known exactly.
///
/// Source: ITU-T I.371, the Generic Cell Rate Algorithm (virtual scheduling), which is this bucket.
public struct TokenBucket<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// The time one token takes to come.
    private let interval: Duration
    /// The time an empty bucket takes to fill.
    private let fillTime: Duration
    private var fullAt: Instant

    /// A full bucket. The configuration is taken as valid.
    public init(_ configuration: RateLimiterConfiguration, at now: Instant) {
        interval = .seconds(1) / configuration.rate
        fillTime = interval * configuration.burst
        fullAt = now
    }

    /// Takes a token. Nil if there was one; else how long until there is one, above zero, and nothing is taken.
    ///
    /// Time that runs backwards, as between two threads that read the clock before they take turns, refills nothing.
    public mutating func take(at now: Instant) -> Duration? {
        let start = max(fullAt, now)
        let missing = now.duration(to: start) + interval
        guard missing <= fillTime else { return missing - fillTime }
        fullAt = start.advanced(by: interval)
        return nil
    }

    /// Tokens in the bucket at `now`, with their fraction; from 0 to the burst.
    public func tokens(at now: Instant) -> Double {
        let missing = max(.zero, now.duration(to: fullAt))
        return max(0, (fillTime - missing) / interval)
    }
}
