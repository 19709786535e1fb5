/// When a supervised process is to be started again: the rule of a kubelet, as a pure value.
///
/// A process that ends by itself comes back after a growing delay (0.5 s, 1 s, 2 s, 4 s, then 5 s); one that ran for
/// ten seconds starts again from the first delay. One that is held down stays down. No clock and no process inside:
/// the caller passes the time and does what `isStartDue` says.
struct Lifecycle<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What happens when the process ends without being asked to.
    enum RestartPolicy: Sendable {
        /// It stays down (one-off programs, and those whose end makes the run void).
        case never
        /// It is started again after the back-off.
        case backOff
    }

    enum State: Equatable, Sendable {
        /// To be started at the instant.
        case due(Instant)
        case running(since: Instant)
        /// Down until `release`.
        case held
        /// Down for good.
        case ended
    }

    static var firstDelay: Duration { .milliseconds(500) }
    static var longestDelay: Duration { .seconds(5) }
    /// How long a process must run to be called healthy again.
    static var healthyAfter: Duration { .seconds(10) }

    private(set) var state: State
    private let policy: RestartPolicy
    private var nextDelay = Self.firstDelay
    private var isHeld = false

    /// A process that is to be started at `now`.
    init(policy: RestartPolicy, now: Instant) {
        self.policy = policy
        state = .due(now)
    }

    func isStartDue(at now: Instant) -> Bool {
        if case .due(let instant) = state { return instant <= now }
        return false
    }

    mutating func started(at now: Instant) {
        state = .running(since: now)
    }

    /// The process could not be started, and never will be.
    mutating func failedToStart() {
        state = .ended
    }

    /// The process has ended.
    ///
    /// - Returns: the delay until it is started again, or nil when it stays down.
    mutating func exited(at now: Instant) -> Duration? {
        guard case .running(let since) = state else { return nil }
        if isHeld {
            state = .held
            return nil
        }
        guard policy == .backOff else {
            state = .ended
            return nil
        }
        if since.duration(to: now) >= Self.healthyAfter { nextDelay = Self.firstDelay }
        let delay = nextDelay
        nextDelay = min(delay * 2, Self.longestDelay)
        state = .due(now.advanced(by: delay))
        return delay
    }

    /// From now on the process stays down once it has ended.
    mutating func hold() {
        isHeld = true
        if case .due = state { state = .held }
    }

    /// Lets a held process start at once; a running one keeps running.
    mutating func release(at now: Instant) {
        isHeld = false
        nextDelay = Self.firstDelay
        switch state {
        case .held, .due: state = .due(now)
        case .running, .ended: break
        }
    }
}
