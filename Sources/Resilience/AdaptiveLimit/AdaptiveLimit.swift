import Synchronization

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
    private struct Guarded {
        var state: AdaptiveLimitState<Elapsed>
        /// What the bulkhead was last told.
        var applied: Int
        var isApplying = false

        /// The limit to apply, if there is a new one and nobody else is at it.
        mutating func begin() -> Int? {
            guard !isApplying else { return nil }
            isApplying = true
            return next()
        }

        mutating func next() -> Int? {
            guard state.limit != applied else {
                isApplying = false
                return nil
            }
            applied = state.limit
            return applied
        }
    }

    private let guarded: Mutex<Guarded>
    private let bulkhead: Bulkhead<C>
    private let clock: C
    private let start: C.Instant

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
        self.bulkhead = bulkhead
        self.clock = clock
        start = clock.now
        let state = AdaptiveLimitState<Elapsed>(configuration, at: .start)
        guarded = Mutex(Guarded(state: state, applied: state.limit))
        bulkhead.resize(to: state.limit)
    }

    /// A call that passed the bulkhead has ended; to be said before its permit is given back. A call that was cancelled
    /// by its caller says nothing about the server and is not to be reported.
    /// - Parameters:
    ///   - latency: how long the call took, not counting its wait for a place.
    ///   - isOverload: whether it ended in a sign of overload (a timeout, a 429, a 503); then its latency does not matter.
    public func ended(after latency: Duration, isOverload: Bool) {
        let inFlight = bulkhead.inFlight
        let now = Elapsed(sinceStart: start.duration(to: clock.now))
        var resized = guarded.withLock { guarded in
            if isOverload {
                guarded.state.recordOverload(inFlight: inFlight, at: now)
            } else {
                guarded.state.record(latency: latency, inFlight: inFlight, at: now)
            }
            return guarded.begin()
        }
        // One thread at a time tells the bulkhead, outside the lock, so that it is told last what came last.
        while let limit = resized {
            bulkhead.resize(to: limit)
            resized = guarded.withLock { $0.next() }
        }
    }

    /// How many calls may be in flight now.
    public var limit: Int { guarded.withLock { $0.state.limit } }
}
