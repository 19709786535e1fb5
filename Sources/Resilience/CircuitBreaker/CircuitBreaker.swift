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

    private let core: BreakerCore
    private let clock: C
    private let start: C.Instant

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

    private var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }

    // MARK: Calls

    /// Asks to make a call. Every permit must be settled, on every path.
    public func admit() -> Admission {
        if let permit = core.admitWithoutTime() { return .admitted(permit) }
        return core.admit(at: now)
    }

    /// Gives a permit back with what the call came to.
    /// - Returns: how it was counted, and the transition it caused.
    @discardableResult
    public func settle(_ permit: consuming Permit, _ outcome: CallOutcome) -> Settlement {
        core.settle(generation: permit.generation, outcome, at: now)
    }

    /// Whether a call would be admitted now. Another thread may take the place before ``admit()`` does.
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

    /// When the open time will be over; nil unless open.
    public var nextDeadline: C.Instant? { core.nextDeadline.map { start.advanced(by: $0.sinceStart) } }

    /// Makes open → half-open happen when it is due, so that a quiet service does not look open for ever.
    ///
    /// Returns when its task is cancelled; a second call returns at once while the first runs.
    public func runTimer() async {
        await core.deadlineSignal.run(on: clock, nextDeadline: { nextDeadline }, fire: { advance() })
    }

    // MARK: Observation

    /// Where the breaker stands.
    public var status: BreakerStatus { core.status }

    /// Everything that can be seen of the breaker now. Changes nothing, even if an open time is over.
    public func snapshot() -> BreakerSnapshot {
        let state = core.state
        return BreakerSnapshot(of: state, at: now)
    }

    private func change(
        _ body: (inout BreakerState<Elapsed>, Elapsed) -> BreakerTransition?
    ) -> BreakerTransition? {
        let now = now
        return core.change { body(&$0, now) }
    }
}
