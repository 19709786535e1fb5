/// The instant by which a call must have been answered.
///
/// A deadline is a value that is handed down: each layer asks it how long it may still wait. Unlike a timeout it does
/// not start anew in each layer, so waits add up to what the caller was promised and no more.
public struct Deadline<C: Clock>: Sendable, Hashable where C.Duration == Duration {
    /// The instant itself.
    public let instant: C.Instant

    /// Makes a deadline at `instant`.
    @inlinable
    public init(_ instant: C.Instant) { self.instant = instant }

    /// A deadline `duration` from now, read on `clock`. A negative duration gives one that has passed.
    @inlinable
    public static func after(_ duration: Duration, on clock: C) -> Deadline {
        Deadline(clock.now.advanced(by: duration))
    }

    /// Time left at `now`; zero, never negative, once the deadline has passed.
    @inlinable
    public func remaining(at now: C.Instant) -> Duration { max(.zero, now.duration(to: instant)) }

    /// Whether the deadline has come at `now`. At the very instant it has: nothing can be done in no time.
    @inlinable
    public func hasPassed(at now: C.Instant) -> Bool { now >= instant }

    /// The shorter of `limit` and the time left: what one attempt may take. Zero means that nothing may be sent.
    @inlinable
    public func bounding(_ limit: Duration, at now: C.Instant) -> Duration {
        max(.zero, min(limit, remaining(at: now)))
    }

    /// The earlier of two deadlines.
    @inlinable
    public func earlier(of other: Deadline) -> Deadline { other.instant < instant ? other : self }
}
