// How a breaker decides, and how it moves.

extension BreakerState {
    @inline(__always)
    mutating func count(failed: Bool, slow: Bool, at now: Instant) -> BreakerTransition? {
        switch status {
        case .disabled:
            return nil
        case .halfOpen:
            consecutiveFailures = failed ? consecutiveFailures + 1 : 0
            trials.settle(failed: failed || slow && configuration.tripRule.usesSlowCalls)
            return switch trials.decision(configuration.halfOpenRule, limit: configuration.halfOpenMaxCalls) {
            case .close: move(to: .closed, .halfOpenSucceeded, at: now)
            case .reopen: open(.halfOpenFailed, at: now)
            case .undecided: nil
            }
        case .closed, .metricsOnly, .open, .forcedOpen:
            consecutiveFailures = failed ? consecutiveFailures + 1 : 0
            window.record(failed: failed, slow: slow, at: now)
            return status == .closed && ruleHolds ? open(.tripped, at: now) : nil
        }
    }

    mutating func open(_ reason: BreakerTransition.Reason, at now: Instant) -> BreakerTransition {
        openDuration =
            status == .halfOpen
            ? configuration.openDuration(after: openDuration)
            : min(configuration.openDuration, configuration.maximumOpenDuration)
        let transition = move(to: .open, reason, at: now)
        openUntil = since.advanced(by: openDuration)
        return transition
    }

    mutating func move(
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
        trials = HalfOpenTrials()
        // A closed breaker starts afresh, or what opened it before would open it again.
        if next == .closed { forgetCounts() }
        lastTransition = transition
        transitionCount += 1
        return transition
    }

    mutating func forgetCounts() {
        window.forget()
        consecutiveFailures = 0
    }

    mutating func reject(
        _ reason: Rejection.Reason,
        retryAfter: Duration,
        _ transition: BreakerTransition?
    ) -> AdmissionStep {
        totals[.rejected] += 1
        return AdmissionStep(
            admission: .rejected(Rejection(reason: reason, retryAfter: max(.zero, retryAfter))),
            transition: transition
        )
    }

    /// The counts if there are enough of them to mean anything.
    func meaningful(_ counts: WindowCounts) -> WindowCounts? {
        counts.calls >= max(1, configuration.minimumCalls) ? counts : nil
    }

    private var ruleHolds: Bool {
        configuration.tripRule.holds(consecutiveFailures: consecutiveFailures, window: meaningful(window.counts))
    }
}
