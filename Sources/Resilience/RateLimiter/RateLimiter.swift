/// Bounds how often calls may be made: a ``TokenBucket`` behind a lock, with a clock. Nobody waits.
///
/// Thread-safe; allocates nothing after it is made.
public final class RateLimiter<C: Clock>: Sendable where C.Duration == Duration {
    /// The limiter's answer to a call.
    public enum Verdict: Sendable, Hashable {
        /// Make the call.
        case admitted
        /// Do not make it: the next token comes after this time, which is above zero.
        case limited(retryAfter: Duration)
    }

    /// Name under which the limiter reports.
    public let name: String

    @usableFromInline let core: RateLimiterCore
    @usableFromInline let clock: C
    @usableFromInline let start: C.Instant

    /// Makes a limiter whose bucket is full.
    /// - Parameters:
    ///   - name: a fixed, configured name; it becomes a label value.
    ///   - configuration: taken as valid; see ``RateLimiterConfiguration/validate()``.
    ///   - clock: a monotonic clock.
    public init(name: String, configuration: RateLimiterConfiguration = RateLimiterConfiguration(), clock: C) {
        self.name = name
        self.clock = clock
        start = clock.now
        core = RateLimiterCore(configuration)
    }

    /// Takes a token, or says when to come back.
    @inlinable
    public func acquire() -> Verdict { core.take(at: now).map { .limited(retryAfter: $0) } ?? .admitted }

    /// Calls turned away so far.
    public var limitedCount: Int { core.limitedCount }

    /// Tokens in the bucket now.
    public var tokens: Double { core.tokens(at: now) }

    @inlinable
    var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }
}
