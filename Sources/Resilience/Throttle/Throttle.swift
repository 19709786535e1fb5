import Synchronization

/// Turns calls away in the client while the backend sheds them: a ``ThrottleState`` behind a lock, with a clock.
///
/// Thread-safe; allocates nothing after it is made. Nobody waits.
///
///     guard throttle.admit() else { return .throttled }      // served as 503, or from a fallback
///     let response = await call()
///     throttle.settle(isOverload: response.status == 503)
public final class Throttle<C: Clock>: Sendable where C.Duration == Duration {
    private struct Guarded {
        var state: ThrottleState<Elapsed>
        var throttled = 0
    }

    /// Name under which the throttle reports.
    public let name: String

    private let guarded: Mutex<Guarded>
    private let clock: C
    private let start: C.Instant

    /// Makes a throttle that lets everything through.
    /// - Parameters:
    ///   - name: a fixed, configured name; it becomes a label value.
    ///   - configuration: taken as valid; see ``ThrottleConfiguration/validate()``.
    ///   - clock: a monotonic clock.
    public init(name: String, configuration: ThrottleConfiguration = ThrottleConfiguration(), clock: C) {
        self.name = name
        self.clock = clock
        start = clock.now
        guarded = Mutex(Guarded(state: ThrottleState(configuration, at: .start)))
    }

    /// Whether to send a call; false counts it as throttled. One that is sent is to be settled.
    /// - Parameter generator: the source of chance; asked under the lock, so it should be quick.
    public func admit(using generator: inout some RandomNumberGenerator) -> Bool {
        let now = now
        return guarded.withLock { guarded in
            let isAdmitted = guarded.state.admit(at: now, using: &generator)
            if !isAdmitted { guarded.throttled += 1 }
            return isAdmitted
        }
    }

    /// The same, with the system's source of chance.
    public func admit() -> Bool {
        var generator = SystemRandomNumberGenerator()
        return admit(using: &generator)
    }

    /// A call that was sent has ended. One that its caller gave up is not to be settled.
    /// - Parameter isOverload: whether it ended in a sign of overload: 429, 503, a timeout. Any other end, a 500 too, means
    ///   that the backend accepted it.
    public func settle(isOverload: Bool) {
        let now = now
        guarded.withLock { $0.state.settle(isOverload: isOverload, at: now) }
    }

    /// Calls turned away so far.
    public var throttledCount: Int { guarded.withLock { $0.throttled } }

    /// The probability with which a call is turned away now.
    public var probability: Double {
        let now = now
        return guarded.withLock { $0.state.probability(at: now) }
    }

    private var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }
}
