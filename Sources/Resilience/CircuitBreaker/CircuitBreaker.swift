/// Stops calling a dependency that fails, and finds out with a few calls when it is well again.
///
/// A ``BreakerState`` behind a lock, with a clock. Thread-safe. Admitting and settling allocate nothing; transitions
/// are handed to `onEvent` outside the lock and in the order in which they happened, one handler at a time.
///
///     switch breaker.admit() {
///     case .rejected(let rejection): …        // do not call; come back after rejection.retryAfter
///     case .admitted(let permit):
///         let response = await call()
///         breaker.settle(permit, response.isGood ? .success : .failure)
///     }
public final class CircuitBreaker<C: Clock>: Sendable where C.Duration == Duration {
    /// Name under which the breaker reports.
    public var name: String { core.name }

    @usableFromInline let core: BreakerCore
    @usableFromInline let clock: C
    @usableFromInline let start: C.Instant

    /// Makes a closed breaker.
    /// - Parameters:
    ///   - name: a fixed, configured name; it becomes a label value.
    ///   - configuration: taken as valid; see ``CircuitBreakerConfiguration/validate()``.
    ///   - clock: a monotonic clock.
    ///   - onEvent: receives every transition; it may call the breaker, and should be quick, since it runs in the call
    ///     that caused the transition.
    public convenience init(
        name: String,
        configuration: CircuitBreakerConfiguration = CircuitBreakerConfiguration(),
        clock: C,
        onEvent: @escaping @Sendable (BreakerEvent) -> Void = { _ in }
    ) {
        self.init(name: name, configuration, clock: clock, deadlineSignal: DeadlineSignal(), onEvent: onEvent)
    }

    /// Makes a breaker that reports a moved deadline to a timer it shares with others.
    init(
        name: String,
        _ configuration: CircuitBreakerConfiguration,
        clock: C,
        deadlineSignal: DeadlineSignal,
        onEvent: @escaping @Sendable (BreakerEvent) -> Void
    ) {
        self.clock = clock
        start = clock.now
        core = BreakerCore(name: name, configuration, deadlineSignal: deadlineSignal, onEvent: onEvent)
    }

    @inlinable
    var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }

    // MARK: Calls

    /// Asks to make a call. Every permit must be settled, on every path.
    @inlinable
    public func admit() -> Admission {
        if let permit = core.admitWithoutTime() { return .admitted(permit) }
        return core.admit(at: now)
    }

    /// Gives a permit back with what the call came to.
    /// - Parameter isSlow: whether the call took too long, for ``TripRule/slowCallRatio(_:)``.
    /// - Returns: how it was counted, and the transition it caused.
    @inlinable
    @discardableResult
    public func settle(_ permit: consuming Permit, _ outcome: CallOutcome, isSlow: Bool = false) -> Settlement {
        core.settle(generation: permit.generation, outcome, .told(isSlow: isSlow), at: now)
    }

    /// Gives a permit back with what the call came to and how long it took, which is held against
    /// ``CircuitBreakerConfiguration/slowCallDuration``.
    /// - Returns: how it was counted, and the transition it caused.
    @inlinable
    @discardableResult
    public func settle(_ permit: consuming Permit, _ outcome: CallOutcome, took duration: Duration) -> Settlement {
        core.settle(generation: permit.generation, outcome, .measured(duration), at: now)
    }

    /// The same, at a time that the caller has read on the breaker's clock.
    @inlinable
    func settle(_ permit: consuming Permit, _ outcome: CallOutcome, at instant: C.Instant) -> Settlement {
        let now = Elapsed(sinceStart: start.duration(to: instant))
        return core.settle(generation: permit.generation, outcome, .told(isSlow: false), at: now)
    }

    /// When a call begins whose permit wants to be timed.
    @inlinable
    func begin(_ permit: borrowing Permit) -> Elapsed? { permit.isTimed ? now : nil }

    /// Gives back the permit of a call that began at `begin`; the clock is read once more, whatever it is needed for.
    @inlinable
    func settle(_ permit: consuming Permit, _ outcome: CallOutcome, since begin: Elapsed?) {
        let now = now
        let speed = begin.map { BreakerCore.Speed.measured($0.duration(to: now)) } ?? .told(isSlow: false)
        _ = core.settle(generation: permit.generation, outcome, speed, at: now)
    }

    /// Whether a call would be admitted now. Another thread may take the place before ``admit()`` does.
    @inlinable
    public var wouldAdmit: Bool { core.wouldAdmitWithoutTime() ?? core.wouldAdmit(at: now) }

    // MARK: Time, evidence, control

    /// Goes from open to half-open if the open time is over.
    @discardableResult
    public func advance() -> BreakerTransition? { change { $0.advance(at: $1) } }

    /// Goes from open to half-open early, on evidence that the dependency is back.
    @discardableResult
    public func recover() -> BreakerTransition? { change { $0.recover(at: $1) } }

    /// Obeys a manual command.
    @discardableResult
    public func force(_ command: BreakerCommand) -> BreakerTransition? { change { $0.force(command, at: $1) } }

    /// Changes the rules without losing the window. The configuration is taken as valid.
    @discardableResult
    public func reconfigure(_ configuration: CircuitBreakerConfiguration) -> BreakerTransition? {
        let transition = change { $0.reconfigure(configuration, at: $1) }
        core.deadlineSignal.signal()
        return transition
    }

    /// When the breaker moves by itself: the open time is over, or half-open calls have stayed away for too long.
    public var nextDeadline: C.Instant? { core.nextDeadline.map { start.advanced(by: $0.sinceStart) } }

    /// Makes what is due happen, so that a quiet service does not look open for ever: see ``nextDeadline``.
    ///
    /// Returns when its task is cancelled; a second call returns at once while the first runs.
    public func runTimer() async {
        await core.deadlineSignal.run(on: clock, nextDeadline: { nextDeadline }, fire: { advance() })
    }

    // MARK: Observation

    /// Where the breaker stands.
    public var status: BreakerStatus { core.status }

    /// Everything that can be seen of the breaker now. Changes nothing, even if an open time is over.
    public func snapshot() -> BreakerSnapshot { core.snapshot(at: now) }

    private func change(
        _ body: (inout BreakerState<Elapsed>, Elapsed) -> BreakerTransition?
    ) -> BreakerTransition? {
        let now = now
        return core.change { body(&$0, now) }
    }
}
