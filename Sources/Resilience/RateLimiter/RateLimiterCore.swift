import Synchronization

/// The lock around a ``TokenBucket``; what ``RateLimiter`` is but for its clock. Thread-safe.
@usableFromInline
final class RateLimiterCore: Sendable {
    private struct Guarded {
        var bucket: TokenBucket<Elapsed>
        var limited = 0
    }

    private let guarded: Mutex<Guarded>

    init(_ configuration: RateLimiterConfiguration) {
        guarded = Mutex(Guarded(bucket: TokenBucket(configuration, at: .start)))
    }

    /// Nil if there was a token; else how long until there is one.
    @usableFromInline
    func take(at now: Elapsed) -> Duration? {
        guarded.withLock { guarded in
            let wait = guarded.bucket.take(at: now)
            if wait != nil { guarded.limited += 1 }
            return wait
        }
    }

    var limitedCount: Int { guarded.withLock { $0.limited } }

    func tokens(at now: Elapsed) -> Double { guarded.withLock { $0.bucket.tokens(at: now) } }
}
