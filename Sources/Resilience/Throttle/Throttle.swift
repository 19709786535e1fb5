/// Turns calls away in the client while the backend sheds them: a ``ThrottleState`` behind a lock, with a clock.
///
/// Thread-safe; allocates nothing after it is made. Nobody waits.
///
///     guard throttle.admit() else { return .throttled }      // served as 503, or from a fallback
///     let response = await call()
///     throttle.settle(isOverload: response.status == 503)
public final class Throttle<C: Clock>: Sendable where C.Duration == Duration {
    /// Name under which the throttle reports.
    public let name: String

    @usableFromInline let core: ThrottleCore
    @usableFromInline let clock: C
    @usableFromInline let start: C.Instant

    /// Makes a throttle that lets everything through.
    /// - Parameters:
    ///   - name: a fixed, configured name; it becomes a label value.
    ///   - configuration: taken as valid; see ``ThrottleConfiguration/validate()``.
    ///   - clock: a monotonic clock.
    public init(name: String, configuration: ThrottleConfiguration = ThrottleConfiguration(), clock: C) {
        self.name = name
        self.clock = clock
        start = clock.now
        core = ThrottleCore(configuration)
    }

    /// Whether to send a call; false counts it as throttled. One that is sent is to be settled.
    /// - Parameter generator: the source of chance; asked under the lock, so it should be quick.
    @inlinable
    public func admit(using generator: inout some RandomNumberGenerator) -> Bool {
        core.admit(at: now) { Double.random(in: 0..<1, using: &generator) }
    }

    /// The same, with the system's source of chance.
    public func admit() -> Bool {
        var generator = SystemRandomNumberGenerator()
        return admit(using: &generator)
    }

    /// A call that was sent has ended. One that its caller gave up is not to be settled.
    /// - Parameter isOverload: whether it ended in a sign of overload: 429, 503, a timeout. Any other end, a 500 too, means
    ///   that the backend accepted it.
    @inlinable
    public func settle(isOverload: Bool) { core.settle(isOverload: isOverload, at: now) }

    /// Calls turned away so far.
    public var throttledCount: Int { core.throttledCount }

    /// The probability with which a call is turned away now.
    public var probability: Double { core.probability(at: now) }

    @inlinable
    var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }
}
