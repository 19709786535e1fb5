/// The circuit breaker as a pure value: no lock, no clock, no effect.
///
///     closed ──rule holds──▶ open ──time over or evidence──▶ half-open ──enough successes──▶ closed
///                             ▲──────────────a failure──────────┘
///
/// Each method takes the time and returns what it decided. Time may not go backwards by more than the jitter between
/// threads; where it does, the later time counts. ``CircuitBreaker`` wraps this in a lock.
/// Source: Nygard, *Release It!*, "Circuit Breaker"; permits with generations after gobreaker.
public struct BreakerState<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// The rules in force; changed by ``reconfigure(_:at:)``.
    public private(set) var configuration: CircuitBreakerConfiguration
    /// Where the breaker stands.
    public private(set) var status: BreakerStatus = .closed
    /// Calls by result.
    public private(set) var totals = BreakerTotals()
    /// The last change of status; nil until the first.
    public private(set) var lastTransition: BreakerTransition?
    /// How many transitions there were.
    public private(set) var transitionCount = 0
    /// When the breaker entered its status.
    public private(set) var since: Instant

    private var generation: UInt64 = 0
    private var window: SlidingWindow<Instant>
    private var consecutiveFailures = 0
    private var halfOpenAdmitted = 0
    private var halfOpenSuccesses = 0
    private var openDuration: Duration
    private var openUntil: Instant
    private var completedTime = TimeInStatus()

    /// A closed breaker that has seen nothing. The configuration is taken as valid.
    public init(_ configuration: CircuitBreakerConfiguration, at now: Instant) {
        self.configuration = configuration
        window = SlidingWindow(length: configuration.window, from: now)
        since = now
        openDuration = configuration.openDuration
        openUntil = now
    }

    // MARK: Calls

    /// Asks to make a call. An open breaker whose time is over goes half-open and admits it.
    public mutating func admit(at now: Instant) -> AdmissionStep {
        let transition = advance(at: now)
        switch status {
        case .closed, .disabled:
            return AdmissionStep(admission: .admitted(Permit(generation: generation, isTrial: false)), transition: nil)
        case .open:
            return reject(.open, retryAfter: now.duration(to: openUntil))
        case .halfOpen:
            guard halfOpenAdmitted < configuration.halfOpenMaxCalls else {
                return reject(.halfOpenFull, retryAfter: .zero)
            }
            halfOpenAdmitted += 1
            let permit = Permit(generation: generation, isTrial: true)
            return AdmissionStep(admission: .admitted(permit), transition: transition)
        case .forcedOpen:
            return reject(.forcedOpen, retryAfter: .zero)
        }
    }

    /// Admits where the time does not matter: reading the clock is the dearest part of admitting.
    mutating func admitWithoutTime() -> Permit? {
        switch status {
        case .closed, .disabled: Permit(generation: generation, isTrial: false)
        case .open, .halfOpen, .forcedOpen: nil
        }
    }

    /// Whether ``admit(at:)`` would admit a call; changes nothing.
    public func wouldAdmit(at now: Instant) -> Bool { wouldAdmitWithoutTime() ?? (now >= openUntil) }

    /// Whether a call would be admitted, where the time does not matter; nil where it does.
    func wouldAdmitWithoutTime() -> Bool? {
        switch status {
        case .closed, .disabled: true
        case .open: nil
        case .halfOpen: halfOpenAdmitted < configuration.halfOpenMaxCalls
        case .forcedOpen: false
        }
    }

    /// Takes a permit back with what the call came to. A permit of an earlier generation only adds to `late`.
    public mutating func settle(_ permit: consuming Permit, _ outcome: CallOutcome, at now: Instant) -> Settlement {
        guard permit.generation == generation else {
            totals[.late] += 1
            return Settlement(result: .late, transition: nil)
        }
        totals[outcome.result] += 1
        let transition: BreakerTransition? =
            switch outcome {
            case .success, .failure: count(failed: outcome == .failure, at: now)
            case .ignored, .cancelled: giveBack()
            }
        return Settlement(result: outcome.result, transition: transition)
    }

    // MARK: Time and evidence

    /// When ``advance(at:)`` has something to do; nil unless open.
    public var nextDeadline: Instant? { status == .open ? openUntil : nil }

    /// The timer: open becomes half-open once the open time is over. Otherwise nothing happens.
    public mutating func advance(at now: Instant) -> BreakerTransition? {
        guard status == .open, now >= openUntil else { return nil }
        return move(to: .halfOpen, .openTimeOver, at: now)
    }

    /// Evidence of recovery, such as a successful probe: open becomes half-open early. Otherwise nothing happens.
    public mutating func recover(at now: Instant) -> BreakerTransition? {
        guard status == .open else { return nil }
        return move(to: .halfOpen, .evidence, at: now)
    }

    // MARK: Control

    /// Obeys a command. Repeating one makes no transition; `reset` forgets the counts even when already closed.
    public mutating func force(_ command: BreakerCommand, at now: Instant) -> BreakerTransition? {
        let transition = status == command.status ? nil : move(to: command.status, .command, at: now)
        if command == .reset { forgetCounts() }
        return transition
    }

    /// Changes the rules while running. The window keeps what it counted; a running open time is measured anew from
    /// its beginning; half-open successes so far may be enough to close.
    public mutating func reconfigure(
        _ new: CircuitBreakerConfiguration,
        at now: Instant
    ) -> BreakerTransition? {
        let old = configuration
        configuration = new
        if new.window != old.window { window.resize(to: new.window, at: now) }
        if new.openDuration != old.openDuration || new.maximumOpenDuration < openDuration {
            openDuration = min(new.openDuration, new.maximumOpenDuration)
            if status == .open { openUntil = since.advanced(by: openDuration) }
        }
        guard status == .halfOpen, halfOpenSuccesses >= new.halfOpenSuccesses else { return nil }
        return move(to: .closed, .reconfigured, at: now)
    }

    // MARK: Observation

    /// The counts as of `now`.
    public func counts(at now: Instant) -> BreakerCounts {
        var window = window
        window.advance(to: now)
        return BreakerCounts(
            calls: window.calls,
            failures: window.failures,
            consecutiveFailures: consecutiveFailures,
            halfOpenSuccesses: status == .halfOpen ? halfOpenSuccesses : 0
        )
    }

    /// Failures ÷ calls in the window, 0 to 1; nil below the minimum number of calls.
    public func failureRatio(at now: Instant) -> Double? {
        var window = window
        window.advance(to: now)
        return ratio(of: window)
    }

    /// Time spent in `status` since the breaker was made, the current stay included.
    public func time(in status: BreakerStatus, at now: Instant) -> Duration {
        let current = status == self.status ? max(.zero, since.duration(to: now)) : .zero
        return completedTime[status] + current
    }
}

// MARK: - Transitions

extension BreakerState {
    private mutating func count(failed: Bool, at now: Instant) -> BreakerTransition? {
        consecutiveFailures = failed ? consecutiveFailures + 1 : 0
        guard status == .halfOpen else {
            window.record(failed: failed, at: now)
            return status == .closed && ruleHolds ? open(.tripped, at: now) : nil
        }
        if failed { return open(.halfOpenFailed, at: now) }
        halfOpenSuccesses += 1
        guard halfOpenSuccesses >= configuration.halfOpenSuccesses else { return nil }
        return move(to: .closed, .halfOpenSucceeded, at: now)
    }

    /// A call that says nothing leaves its half-open place to another.
    private mutating func giveBack() -> BreakerTransition? {
        if status == .halfOpen { halfOpenAdmitted -= 1 }
        return nil
    }

    private mutating func open(_ reason: BreakerTransition.Reason, at now: Instant) -> BreakerTransition {
        openDuration =
            reason == .halfOpenFailed
            ? configuration.openDuration(after: openDuration)
            : min(configuration.openDuration, configuration.maximumOpenDuration)
        let transition = move(to: .open, reason, at: now)
        openUntil = since.advanced(by: openDuration)
        return transition
    }

    private mutating func move(
        to next: BreakerStatus,
        _ reason: BreakerTransition.Reason,
        at instant: Instant
    ) -> BreakerTransition {
        let now = max(instant, since)
        let transition = BreakerTransition(
            from: status,
            to: next,
            reason: reason,
            counts: counts(at: now),
            timeInPreviousStatus: since.duration(to: now),
            openDuration: next == .open ? openDuration : nil
        )
        completedTime[status] += since.duration(to: now)
        since = now
        status = next
        generation &+= 1
        halfOpenAdmitted = 0
        halfOpenSuccesses = 0
        // A closed breaker starts afresh, or what opened it before would open it again.
        if next == .closed { forgetCounts() }
        lastTransition = transition
        transitionCount += 1
        return transition
    }

    private mutating func forgetCounts() {
        window.forget()
        consecutiveFailures = 0
    }

    private mutating func reject(_ reason: Rejection.Reason, retryAfter: Duration) -> AdmissionStep {
        totals[.rejected] += 1
        return AdmissionStep(
            admission: .rejected(Rejection(reason: reason, retryAfter: max(.zero, retryAfter))),
            transition: nil
        )
    }

    private var ruleHolds: Bool {
        configuration.tripRule.holds(consecutiveFailures: consecutiveFailures, failureRatio: ratio(of: window))
    }

    private func ratio(of window: SlidingWindow<Instant>) -> Double? {
        guard window.calls >= max(1, configuration.minimumCalls) else { return nil }
        return Double(window.failures) / Double(window.calls)
    }
}
