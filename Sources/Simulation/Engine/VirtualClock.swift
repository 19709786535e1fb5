import Synchronization

/// The clock of a simulation: it stands still until the engine goes on to the next event.
///
/// What reads it may be any of the patterns' wrappers, so it is thread-safe, although a simulation is one thread.
public final class VirtualClock: Clock, Sendable {
    /// A point on the clock.
    public typealias Instant = VirtualInstant

    private let nanoseconds = Atomic<Int64>(0)

    /// Makes a clock that reads zero.
    public init() {}

    /// What the clock reads.
    public var now: VirtualInstant { VirtualInstant(nanoseconds: nanoseconds.load(ordering: .relaxed)) }

    /// One nanosecond.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// Moves the clock.
    func set(to instant: VirtualInstant) { nanoseconds.store(instant.nanoseconds, ordering: .relaxed) }

    /// Nobody can sleep on this clock: a simulated wait is an event, and time passes between events only.
    ///
    /// - Throws: `CancellationError`, always.
    public func sleep(until deadline: VirtualInstant, tolerance: Duration? = nil) async throws {
        throw CancellationError()
    }
}
