import Resilience
import TestSupport

/// Holds a permit where a noncopyable value cannot go, such as an array.
final class PermitHolder {
    var permit: Permit?

    init(_ permit: consuming Permit) { self.permit = consume permit }
}

/// A `BreakerState` with a hand-moved time.
struct BreakerDriver {
    var state: BreakerState<ManualClock.Instant>
    private(set) var now = ManualClock.Instant()

    init(_ adjust: (inout CircuitBreakerConfiguration) -> Void = { _ in }) {
        var configuration = CircuitBreakerConfiguration()
        adjust(&configuration)
        state = BreakerState(configuration, at: now)
    }

    mutating func wait(_ duration: Duration) { now = now.advanced(by: duration) }

    /// Admits a call; nil if it is rejected.
    mutating func admit() -> PermitHolder? {
        let step = state.admit(at: now)
        switch consume step.admission {
        case .admitted(let permit): return PermitHolder(permit)
        case .rejected: return nil
        }
    }

    /// The rejection of a call; nil if it is admitted.
    mutating func rejection() -> Rejection? {
        switch state.admit(at: now).admission {
        case .admitted: nil
        case .rejected(let rejection): rejection
        }
    }

    @discardableResult
    mutating func settle(_ holder: PermitHolder?, _ outcome: CallOutcome, isSlow: Bool = false) -> Settlement? {
        guard let permit = holder?.permit.take() else { return nil }
        return state.settle(permit, outcome, isSlow: isSlow, at: now)
    }

    /// One whole call; nil if it is rejected.
    @discardableResult
    mutating func call(_ outcome: CallOutcome, isSlow: Bool = false) -> Settlement? {
        settle(admit(), outcome, isSlow: isSlow)
    }

    mutating func call(_ outcome: CallOutcome, isSlow: Bool = false, times: Int) {
        for _ in 0..<times { call(outcome, isSlow: isSlow) }
    }

    /// A driver whose breaker has just opened by five failures in a row.
    static func opened(_ adjust: (inout CircuitBreakerConfiguration) -> Void = { _ in }) -> BreakerDriver {
        var driver = BreakerDriver(adjust)
        driver.call(.failure, times: 5)
        return driver
    }

    /// A driver whose breaker has just gone half-open.
    static func halfOpened(_ adjust: (inout CircuitBreakerConfiguration) -> Void = { _ in }) -> BreakerDriver {
        var driver = opened(adjust)
        driver.wait(driver.state.configuration.openDuration)
        _ = driver.state.advance(at: driver.now)
        return driver
    }
}
