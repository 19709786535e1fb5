/// A ``ManualClock`` whose alarms ring an hour late: what depends on the time must look at the clock as well. Thread-safe.
public struct LateClock: Clock {
    private let base: ManualClock

    /// Makes a clock that reads what `base` reads.
    public init(base: ManualClock) { self.base = base }

    /// What the clock reads.
    public var now: ManualClock.Instant { base.now }
    /// One nanosecond.
    public var minimumResolution: Duration { base.minimumResolution }

    /// Suspends until the clock has been moved an hour beyond `deadline`.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(until deadline: ManualClock.Instant, tolerance: Duration? = nil) async throws {
        try await base.sleep(until: deadline.advanced(by: .seconds(3600)))
    }
}
