/// Remembers how long calls took of late, and says which time a given share of them did not exceed.
///
/// ``LatencyQuantiles`` behind a lock, with a clock. Thread-safe; allocates nothing after it is made.
///
///     let latencies = LatencyTracker(clock: clock)
///     latencies.record(took)                                     // after each call
///     let slow = LatencyThreshold.quantile(0.99, times: 3)       // "p99x3"
///     if let limit = slow.duration(from: latencies), took > limit { … }
public final class LatencyTracker<C: Clock>: Sendable where C.Duration == Duration {
    @usableFromInline let core: LatencyCore
    @usableFromInline let clock: C
    @usableFromInline let start: C.Instant

    /// Makes a tracker without samples.
    /// - Parameters:
    ///   - configuration: taken as valid; see ``LatencyQuantilesConfiguration/validate()``.
    ///   - clock: a monotonic clock.
    public init(configuration: LatencyQuantilesConfiguration = LatencyQuantilesConfiguration(), clock: C) {
        self.clock = clock
        start = clock.now
        core = LatencyCore(configuration)
    }

    /// Counts one latency, now.
    @inlinable
    public func record(_ latency: Duration) { core.record(latency, at: now) }

    /// Samples in the window now.
    public var count: Int { core.count(at: now) }

    /// The latency that the fraction `q` of the samples in the window did not exceed; nil with too few samples.
    ///
    /// Computed anew each time, under the lock (microseconds). For a figure that every call asks for, take
    /// ``recentQuantile(_:)``.
    public func quantile(_ q: Double) -> Duration? { core.quantile(q, at: now) }

    /// The same, computed at most ten times a second and else remembered: up to 100 ms old on the tracker's clock.
    ///
    /// Up to four different fractions are remembered at once. With too few samples it is nil, and the first quantile is
    /// there with the sample that makes them enough.
    @inlinable
    public func recentQuantile(_ q: Double) -> Duration? { core.recentQuantile(q, at: now) }

    @inlinable
    var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }
}
