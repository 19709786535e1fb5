import Resilience

/// The breaker's rules written down as plainly as possible: every call is kept in a list and everything is counted
/// anew each time. Times are milliseconds since the start.
struct ModelBreaker {
    let configuration: CircuitBreakerConfiguration
    var status: BreakerStatus = .closed
    var epoch = 0
    var finished: [(time: Int, failed: Bool)] = []
    var streak = 0
    var halfOpenInFlight = 0
    var halfOpenSuccesses = 0
    var openings = 0
    var openedAt = 0
    var late = 0
    var rejected = 0

    init(_ configuration: CircuitBreakerConfiguration) { self.configuration = configuration }

    private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }

    func window(at now: Int) -> (calls: Int, failures: Int) {
        let slice = milliseconds(configuration.window) / 10
        let inside = finished.filter { now / slice - $0.time / slice < 10 }
        return (inside.count, inside.filter(\.failed).count)
    }

    func ratio(at now: Int) -> Double? {
        let (calls, failures) = window(at: now)
        return calls < configuration.minimumCalls ? nil : Double(failures) / Double(calls)
    }

    /// The open time of the latest of so many openings in a row.
    var openTime: Int {
        var time = Double(milliseconds(configuration.openDuration))
        for _ in 0..<max(0, openings - 1) { time *= configuration.openDurationGrowth }
        return Int(min(time, Double(milliseconds(configuration.maximumOpenDuration))))
    }

    var deadline: Int? { status == .open ? openedAt + openTime : nil }

    mutating func move(to next: BreakerStatus, at now: Int) {
        status = next
        epoch += 1
        halfOpenInFlight = 0
        halfOpenSuccesses = 0
        if next == .open {
            openings += 1
            openedAt = now
        }
        if next == .closed { forget() }
        if next == .closed || next == .forcedOpen || next == .disabled { openings = 0 }
    }

    mutating func forget() {
        finished = []
        streak = 0
    }

    mutating func advance(at now: Int) {
        if let deadline, now >= deadline { move(to: .halfOpen, at: now) }
    }

    mutating func admit(at now: Int) -> Bool {
        advance(at: now)
        let admits =
            switch status {
            case .closed, .disabled: true
            case .open, .forcedOpen: false
            case .halfOpen: halfOpenInFlight + halfOpenSuccesses < configuration.halfOpenMaxCalls
            }
        if !admits { rejected += 1 }
        if admits && status == .halfOpen { halfOpenInFlight += 1 }
        return admits
    }

    mutating func settle(epoch: Int, _ outcome: CallOutcome, at now: Int) {
        guard epoch == self.epoch else {
            late += 1
            return
        }
        if status == .halfOpen { halfOpenInFlight -= 1 }
        guard outcome == .success || outcome == .failure else { return }
        streak = outcome == .failure ? streak + 1 : 0
        if status == .halfOpen {
            if outcome == .failure {
                move(to: .open, at: now)
            } else {
                halfOpenSuccesses += 1
                if halfOpenSuccesses == configuration.halfOpenSuccesses { move(to: .closed, at: now) }
            }
            return
        }
        finished.append((now, outcome == .failure))
        if status == .closed && holds(configuration.tripRule, at: now) {
            openings = 0
            move(to: .open, at: now)
        }
    }

    func holds(_ rule: TripRule, at now: Int) -> Bool {
        switch rule {
        case .consecutiveFailures(let count): streak >= count
        case .failureRatio(let limit): (ratio(at: now) ?? -1) >= limit
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
            case .reset: .closed
            }
        if status != next { move(to: next, at: now) }
        if command == .reset { forget() }
    }
}
