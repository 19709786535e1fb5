/// The circuit breaker as a pure value: no lock, no clock, no effect.
///
///     closed ──rule holds──▶ open ──time over or evidence──▶ half-open ──enough successes──▶ closed
///                             ▲──────────────a failure──────────┘
///
/// Each method takes the time and returns what it decided. Time may not go backwards by more than the jitter between
/// threads; where it does, the later time counts. ``CircuitBreaker`` wraps this in a lock.
/// Source: Nygard, *Release It!*, "Circuit Breaker"; permits with generations after gobreaker; slow calls and windows of
/// either kind after Resilience4j.
public struct BreakerState<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// The rules in force; changed by ``reconfigure(_:at:)``.
    public internal(set) var configuration: CircuitBreakerConfiguration
    /// Where the breaker stands.
    public internal(set) var status: BreakerStatus = .closed
    /// Calls by result.
    public internal(set) var totals = BreakerTotals()
    /// Slow calls since the breaker was made, late ones not among them.
    public internal(set) var totalSlowCalls = 0
    /// The last change of status; nil until the first.
    public internal(set) var lastTransition: BreakerTransition?
    /// How many transitions there were.
    public internal(set) var transitionCount = 0
    /// When the breaker entered its status.
    public internal(set) var since: Instant

    var generation: UInt64 = 0
    var window: CallWindow<Instant>
    var consecutiveFailures = 0
    var trials = HalfOpenTrials<Instant>()
    var openDuration: Duration
    var openUntil: Instant
    var completedTime = TimeInStatus()

    /// A closed breaker that has seen nothing. The configuration is taken as valid.
    public init(_ configuration: CircuitBreakerConfiguration, at now: Instant) {
        self.configuration = configuration
        window = CallWindow(configuration.window, from: now)
        since = now
        openDuration = configuration.openDuration
        openUntil = now
    }

    // MARK: Calls

    /// Asks to make a call. An open breaker whose time is over goes half-open and admits it.
    public mutating func admit(at now: Instant) -> AdmissionStep {
        let transition = advance(at: now)
        switch status {
        case .closed, .disabled, .metricsOnly:
            return AdmissionStep(admission: .admitted(permit(isTrial: false)), transition: nil)
        case .open:
            return reject(.open, retryAfter: now.duration(to: openUntil), transition)
        case .halfOpen:
            guard trials.admits(limit: configuration.halfOpenMaxCalls) else {
                return reject(.halfOpenFull, retryAfter: .zero, transition)
            }
            trials.admit(at: now)
            return AdmissionStep(admission: .admitted(permit(isTrial: true)), transition: transition)
        case .forcedOpen:
            return reject(.forcedOpen, retryAfter: .zero, transition)
        }
    }

    /// The rejection of an open breaker whose time is not over; nil, and nothing counted, in any other case. What
    /// ``admit(at:)`` would say, without the transition that it has room for: rejecting is to cost as little as can be.
    mutating func rejectWhileOpen(at now: Instant) -> Rejection? {
        guard status == .open else { return nil }
        let rest = now.duration(to: openUntil)
        guard rest > .zero else { return nil }
        totals[.rejected] += 1
        return Rejection(reason: .open, retryAfter: rest)
    }

    /// What a call needs to know that does not want to ask.
    var pass: OpenPass {
        switch status {
        case .closed, .disabled, .metricsOnly:
            OpenPass(generation: generation, isTimed: configuration.slowCallDuration != nil)
        case .open, .halfOpen, .forcedOpen: .mustAsk
        }
    }

    /// Whether ``admit(at:)`` would admit a call; changes nothing.
    public func wouldAdmit(at now: Instant) -> Bool { wouldAdmitWithoutTime() ?? (now >= openUntil) }

    /// Whether a call would be admitted, where the time does not matter; nil where it does.
    func wouldAdmitWithoutTime() -> Bool? {
        switch status {
        case .closed, .disabled, .metricsOnly: true
        case .open: nil
        case .halfOpen: trials.admits(limit: configuration.halfOpenMaxCalls)
        case .forcedOpen: false
        }
    }

    // Inlined where it is called, as `count` is: the transition that is nearly always nil is large to copy.
    /// Takes a permit back with what the call came to. A permit of an earlier generation only adds to `late`.
    /// - Parameter isSlow: whether the call took too long, whatever it ended in.
    @inline(__always)
    public mutating func settle(
        _ permit: consuming Permit,
        _ outcome: CallOutcome,
        isSlow: Bool = false,
        at now: Instant
    ) -> Settlement {
        guard permit.generation == generation else {
            totals[.late] += 1
            return Settlement(result: .late, transition: nil)
        }
        totals[outcome.result] += 1
        switch outcome {
        case .success, .failure:
            if isSlow { totalSlowCalls += 1 }
            let transition = count(failed: outcome == .failure, slow: isSlow, at: now)
            return Settlement(result: outcome.result, transition: transition)
        case .ignored, .cancelled:
            if status == .halfOpen { trials.giveBack() }
            return Settlement(result: outcome.result, transition: nil)
        }
    }

    /// Whether a call that took `duration` is slow by the rules in force.
    public func isSlow(_ duration: Duration) -> Bool { configuration.slowCallDuration.map { duration >= $0 } ?? false }

    private func permit(isTrial: Bool) -> Permit {
        Permit(generation: generation, isTrial: isTrial, isTimed: configuration.slowCallDuration != nil)
    }

    // MARK: Time and evidence

    /// When ``advance(at:)`` has something to do; nil unless open, or half-open with calls under way.
    public var nextDeadline: Instant? {
        switch status {
        case .open: openUntil
        case .halfOpen: trials.deadline(configuration.halfOpenTimeout)
        case .closed, .forcedOpen, .disabled, .metricsOnly: nil
        }
    }

    /// The timer: open becomes half-open once the open time is over, and half-open becomes open once its calls have
    /// stayed away for too long. Otherwise nothing happens.
    public mutating func advance(at now: Instant) -> BreakerTransition? {
        guard status == .open || status == .halfOpen, let deadline = nextDeadline, now >= deadline else { return nil }
        return status == .open ? move(to: .halfOpen, .openTimeOver, at: now) : open(.halfOpenTimedOut, at: now)
    }

    /// Evidence of recovery, such as a successful probe: open becomes half-open early. Otherwise nothing happens.
    public mutating func recover(at now: Instant) -> BreakerTransition? {
        guard status == .open else { return nil }
        return move(to: .halfOpen, .evidence, at: now)
    }
}
