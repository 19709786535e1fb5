import Synchronization

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

    private struct Guarded {
        var bucket: TokenBucket<Elapsed>
        var limited = 0
    }

    /// Name under which the limiter reports.
    public let name: String

    private let guarded: Mutex<Guarded>
    private let clock: C
    private let start: C.Instant

    /// Makes a limiter whose bucket is full.
    /// - Parameters:
    ///   - name: a fixed, configured name; it becomes a label value.
    ///   - configuration: taken as valid; see ``RateLimiterConfiguration/validate()``.
    ///   - clock: a monotonic clock.
    public init(name: String, configuration: RateLimiterConfiguration = RateLimiterConfiguration(), clock: C) {
        self.name = name
        self.clock = clock
        start = clock.now
        guarded = Mutex(Guarded(bucket: TokenBucket(configuration, at: .start)))
    }

    /// Takes a token, or says when to come back.
    public func acquire() -> Verdict {
        let now = Elapsed(sinceStart: start.duration(to: clock.now))
        return guarded.withLock { guarded in
            guard let wait = guarded.bucket.take(at: now) else { return .admitted }
            guarded.limited += 1
            return .limited(retryAfter: wait)
        }
    }

    /// Calls turned away so far.
    public var limitedCount: Int { guarded.withLock { $0.limited } }

    /// Tokens in the bucket now.
    public var tokens: Double {
        let now = Elapsed(sinceStart: start.duration(to: clock.now))
        return guarded.withLock { $0.bucket.tokens(at: now) }
    }
}
