/// A server that can do only so much: requests are worked on one after the other, and few may wait. A pure value.
///
/// Kept as the time at which all admitted work is done (a virtual schedule), so that the capacity is exact however late
/// timers are, and a request costs no memory.
struct WorkQueue: Sendable {
    /// With more work than this before it a request is refused.
    static let longestWait: Duration = .milliseconds(100)

    private var busyUntil: Duration = .zero

    /// What becomes of a request.
    enum Admission: Hashable, Sendable {
        /// Its turn and its work are over after this time.
        case admitted(Duration)
        /// Too much waits; there is room again after this time.
        case refused(Duration)
    }

    /// Takes a request in, or refuses it.
    ///
    /// - Parameters:
    ///   - capacity: requests per second, above 0.
    ///   - elapsed: time since the start of the service.
    mutating func enter(capacity: Double, elapsed: Duration) -> Admission {
        let wait = max(.zero, busyUntil - elapsed)
        if wait > Self.longestWait { return .refused(wait - Self.longestWait) }
        busyUntil = elapsed + wait + .seconds(1) / capacity
        return .admitted(busyUntil - elapsed)
    }
}
