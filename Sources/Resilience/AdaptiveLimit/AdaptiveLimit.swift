/// Resizes a bulkhead so that its limit follows the latency of the calls that pass it, and nobody has to guess the number.
///
/// An ``AdaptiveLimitState`` behind a lock, with a clock. Thread-safe; allocates nothing when a call ends, unless calls
/// that wait get their turn.
///
///     let bulkhead = Bulkhead(name: "inventory", clock: clock)
///     let limit = AdaptiveLimit(bulkhead: bulkhead, clock: clock)
///     let permit = try await bulkhead.acquire()
///     let began = clock.now
///     let response = await call()
///     limit.ended(after: began.duration(to: clock.now), isOverload: response.isTimeout)
///     permit.release()
public final class AdaptiveLimit<C: Clock>: Sendable where C.Duration == Duration {
    @usableFromInline let core: AdaptiveLimitCore
    @usableFromInline let clock: C
    @usableFromInline let start: C.Instant

    /// Makes a limit and gives the bulkhead its initial size. From now on nobody else should resize it.
    /// - Parameters:
    ///   - configuration: taken as valid; see ``AdaptiveLimitConfiguration/validate()``.
    ///   - bulkhead: what the calls pass.
    ///   - clock: a monotonic clock.
    public init(
        configuration: AdaptiveLimitConfiguration = AdaptiveLimitConfiguration(),
        bulkhead: Bulkhead<C>,
        clock: C
    ) {
        self.clock = clock
        start = clock.now
        core = AdaptiveLimitCore(configuration, bulkhead: bulkhead.core)
    }

    /// A call that passed the bulkhead has ended; to be said before its permit is given back. A call that was cancelled
    /// by its caller says nothing about the server and is not to be reported.
    /// - Parameters:
    ///   - latency: how long the call took, not counting its wait for a place.
    ///   - isOverload: whether it ended in a sign of overload (a timeout, a 429, a 503); then its latency does not matter.
    @inlinable
    public func ended(after latency: Duration, isOverload: Bool) {
        core.ended(after: latency, isOverload: isOverload, at: Elapsed(sinceStart: start.duration(to: clock.now)))
    }

    /// How many calls may be in flight now.
    public var limit: Int { core.limit }
}
