// What is done to a breaker by hand, and what can be seen of it.

extension BreakerState {
    /// Obeys a command. Repeating one makes no transition; `reset` forgets the counts even when already closed.
    public mutating func force(_ command: BreakerCommand, at now: Instant) -> BreakerTransition? {
        let transition = status == command.status ? nil : move(to: command.status, .command, at: now)
        if command == .reset { forgetCounts() }
        return transition
    }

    /// Changes the rules while running. The window keeps what it counted; a running open time is measured anew from
    /// its beginning; the half-open calls so far may be enough to decide.
    public mutating func reconfigure(
        _ new: CircuitBreakerConfiguration,
        at now: Instant
    ) -> BreakerTransition? {
        let old = configuration
        configuration = new
        if new.window != old.window { window.change(to: new.window, at: now) }
        if new.openDuration != old.openDuration || new.maximumOpenDuration < openDuration {
            openDuration = min(new.openDuration, new.maximumOpenDuration)
            if status == .open { openUntil = since.advanced(by: openDuration) }
        }
        guard status == .halfOpen else { return nil }
        switch trials.decision(new.halfOpenRule, limit: new.halfOpenMaxCalls) {
        case .close: return move(to: .closed, .reconfigured, at: now)
        case .reopen: return open(.reconfigured, at: now)
        case .undecided: return nil
        }
    }

    /// The counts as of `now`.
    public func counts(at now: Instant) -> BreakerCounts {
        let counts = window.counts(at: now)
        return BreakerCounts(
            calls: counts.calls,
            failures: counts.failures,
            slowCalls: counts.slowCalls,
            consecutiveFailures: consecutiveFailures,
            halfOpenSuccesses: status == .halfOpen ? trials.successes : 0
        )
    }

    /// Failures ÷ calls in the window, 0 to 1; nil below the minimum number of calls.
    public func failureRatio(at now: Instant) -> Double? { meaningful(window.counts(at: now))?.failureRatio }

    /// Slow calls ÷ calls in the window, 0 to 1; nil below the minimum number of calls.
    public func slowCallRatio(at now: Instant) -> Double? { meaningful(window.counts(at: now))?.slowCallRatio }

    /// Time spent in `status` since the breaker was made, the current stay included.
    public func time(in status: BreakerStatus, at now: Instant) -> Duration {
        let current = status == self.status ? max(.zero, since.duration(to: now)) : .zero
        return completedTime[status] + current
    }
}
