/// A ``ManualClock`` whose sleeps end early, and without an error, when they are cancelled.
public struct DeafClock: Clock {
    private let base: ManualClock

    /// Makes a clock that reads what `base` reads.
    public init(_ base: ManualClock) { self.base = base }

    /// What the clock reads.
    public var now: ManualClock.Instant { base.now }
    /// That of the base.
    public var minimumResolution: Duration { base.minimumResolution }

    /// Suspends until the clock has been moved to `deadline`, or the task is cancelled.
    public func sleep(until deadline: ManualClock.Instant, tolerance: Duration?) async throws {
        do { try await base.sleep(until: deadline) } catch {}
    }
}
