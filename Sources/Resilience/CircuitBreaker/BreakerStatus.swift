/// Where a circuit breaker stands. The raw values are the metric's label values.
public enum BreakerStatus: String, Sendable, CaseIterable {
    /// Calls pass and are counted.
    case closed
    /// Calls are rejected until the open time is over or evidence of recovery arrives.
    case open
    /// A few calls pass, to find out.
    case halfOpen = "half_open"
    /// Rejects every call until commanded otherwise.
    case forcedOpen = "forced_open"
    /// Admits every call, decides nothing and keeps no window until commanded otherwise. Calls still show in the totals.
    case disabled
    /// Admits every call and goes on counting, but never opens until commanded otherwise: what the rules would see can
    /// be watched before they are trusted.
    case metricsOnly = "metrics_only"

    /// Whether the status was commanded and only a command ends it.
    public var isCommanded: Bool {
        switch self {
        case .forcedOpen, .disabled, .metricsOnly: true
        case .closed, .open, .halfOpen: false
        }
    }

    /// Every transition a breaker can make, so that each can be exported as a series before it first happens.
    public static var legalTransitions: [(from: BreakerStatus, to: BreakerStatus)] {
        allCases.flatMap { from in allCases.filter(from.canBecome).map { (from, $0) } }
    }

    /// Whether a breaker in this status can go straight to `next`.
    public func canBecome(_ next: BreakerStatus) -> Bool {
        switch (self, next) {
        case (.closed, .open), (.open, .halfOpen), (.halfOpen, .open): true
        case (_, .closed), (_, .forcedOpen), (_, .disabled), (_, .metricsOnly): self != next
        default: false
        }
    }
}

/// A manual command to a breaker. Each ends the open time that was running.
public enum BreakerCommand: String, Sendable, CaseIterable {
    /// Reject every call until further notice.
    case forceOpen = "force_open"
    /// Admit every call until further notice and count nothing but totals.
    case disable
    /// Admit every call until further notice and go on counting.
    case metricsOnly = "metrics_only"
    /// Close, and forget what was counted.
    case reset

    var status: BreakerStatus {
        switch self {
        case .forceOpen: .forcedOpen
        case .disable: .disabled
        case .metricsOnly: .metricsOnly
        case .reset: .closed
        }
    }
}
