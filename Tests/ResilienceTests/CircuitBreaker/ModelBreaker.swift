import Resilience

/// The breaker's rules written down as plainly as possible: every call is kept in a list and everything is counted
/// anew each time. Times are milliseconds since the start.
struct ModelBreaker {
    let configuration: CircuitBreakerConfiguration
    var status: BreakerStatus = .closed
    var epoch = 0
    var finished: [(time: Int, failed: Bool, slow: Bool)] = []
    var streak = 0
    var halfOpenInFlight = 0
    var halfOpenSuccesses = 0
    var halfOpenFailures = 0
    var lastTrialAt = 0
    var slow = 0
    var openings = 0
    var openedAt = 0
    var late = 0
    var rejected = 0

    init(_ configuration: CircuitBreakerConfiguration) { self.configuration = configuration }

    private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }

    func window(at now: Int) -> (calls: Int, failures: Int, slow: Int) {
        let inside =
            switch configuration.window {
            case .time(let length): finished.filter { now / slice(length) - $0.time / slice(length) < 10 }
            case .calls(let count): Array(finished.suffix(count))
            }
        return (inside.count, inside.filter(\.failed).count, inside.filter(\.slow).count)
    }

    private func slice(_ length: Duration) -> Int { milliseconds(length) / 10 }

    func ratio(at now: Int) -> Double? {
        let (calls, failures, _) = window(at: now)
        return calls < configuration.minimumCalls ? nil : Double(failures) / Double(calls)
    }

    func slowRatio(at now: Int) -> Double? {
        let (calls, _, slow) = window(at: now)
        return calls < configuration.minimumCalls ? nil : Double(slow) / Double(calls)
    }

    /// The open time of the latest of so many openings in a row.
    var openTime: Int {
        var time = Double(milliseconds(configuration.openDuration))
        for _ in 0..<max(0, openings - 1) { time *= configuration.openDurationGrowth }
        return Int(min(time, Double(milliseconds(configuration.maximumOpenDuration))))
    }

    var deadline: Int? {
        switch status {
        case .open: openedAt + openTime
        case .halfOpen where halfOpenInFlight > 0: lastTrialAt + milliseconds(configuration.halfOpenTimeout)
        default: nil
        }
    }

    mutating func move(to next: BreakerStatus, at now: Int) {
        status = next
        epoch += 1
        halfOpenInFlight = 0
        halfOpenSuccesses = 0
        halfOpenFailures = 0
        if next == .open {
            openings += 1
            openedAt = now
        }
        if next == .closed { forget() }
        if next == .closed || next.isCommanded { openings = 0 }
    }

    mutating func forget() {
        finished = []
        streak = 0
    }

    mutating func advance(at now: Int) {
        if let deadline, now >= deadline { move(to: status == .open ? .halfOpen : .open, at: now) }
    }

    mutating func admit(at now: Int) -> Bool {
        advance(at: now)
        let admits =
            switch status {
            case .closed, .disabled, .metricsOnly: true
            case .open, .forcedOpen: false
            case .halfOpen: halfOpenInFlight + halfOpenSuccesses + halfOpenFailures < configuration.halfOpenMaxCalls
            }
        if !admits { rejected += 1 }
        if admits && status == .halfOpen {
            halfOpenInFlight += 1
            lastTrialAt = now
        }
        return admits
    }

    mutating func settle(epoch: Int, _ outcome: CallOutcome, slow isSlow: Bool, at now: Int) {
        guard epoch == self.epoch else {
            late += 1
            return
        }
        if status == .halfOpen { halfOpenInFlight -= 1 }
        guard outcome == .success || outcome == .failure else { return }
        if isSlow { slow += 1 }
        if status == .disabled { return }
        streak = outcome == .failure ? streak + 1 : 0
        if status == .halfOpen {
            if outcome == .failure || isSlow && mentionsSlowCalls(configuration.tripRule) {
                halfOpenFailures += 1
            } else {
                halfOpenSuccesses += 1
            }
            judgeTrials(at: now)
            return
        }
        finished.append((now, outcome == .failure, isSlow))
        if status == .closed && holds(configuration.tripRule, at: now) {
            openings = 0
            move(to: .open, at: now)
        }
    }

    private mutating func judgeTrials(at now: Int) {
        let limit = configuration.halfOpenMaxCalls
        switch configuration.halfOpenRule {
        case .successes(let count):
            if halfOpenFailures > 0 { return move(to: .open, at: now) }
            if halfOpenSuccesses == count { move(to: .closed, at: now) }
        case .failureRatio(let ratio):
            // Every way the untried calls may still end.
            let endings = (0...(limit - halfOpenSuccesses - halfOpenFailures)).map {
                Double(halfOpenFailures + $0) / Double(limit) >= ratio
            }
            if !endings.contains(false) { return move(to: .open, at: now) }
            if !endings.contains(true) { move(to: .closed, at: now) }
        }
    }

    private func mentionsSlowCalls(_ rule: TripRule) -> Bool { "\(rule)".contains("slowCallRatio") }

    func holds(_ rule: TripRule, at now: Int) -> Bool {
        switch rule {
        case .consecutiveFailures(let count): streak >= count
        case .failureRatio(let limit): (ratio(at: now) ?? -1) >= limit
        case .slowCallRatio(let limit): (slowRatio(at: now) ?? -1) >= limit
        case .any(let rules): rules.contains { holds($0, at: now) }
        case .all(let rules): !rules.contains { !holds($0, at: now) }
        case .never: false
        }
    }

    mutating func force(_ command: BreakerCommand, at now: Int) {
        let next: BreakerStatus =
            switch command {
            case .forceOpen: .forcedOpen
            case .disable: .disabled
            case .metricsOnly: .metricsOnly
            case .reset: .closed
            }
        if status != next { move(to: next, at: now) }
        if command == .reset { forget() }
    }
}
