/// What a breaker decides by, at one moment.
public struct BreakerCounts: Sendable, Hashable {
    /// Calls in the window that ended in success or failure.
    public let calls: Int
    /// Those of ``calls`` that failed.
    public let failures: Int
    /// Those of ``calls`` that were slow.
    public let slowCalls: Int
    /// Failures since the last success, half-open ones included.
    public let consecutiveFailures: Int
    /// Successes since the breaker went half-open; 0 in any other status.
    public let halfOpenSuccesses: Int
}

/// How a call counted. The results are disjoint; the raw values are the metric's label values.
public enum BreakerCallResult: String, Sendable, CaseIterable {
    /// The dependency did its part.
    case success
    /// The dependency failed.
    case failure
    /// Said nothing about the dependency.
    case ignored
    /// The caller went away before there was a result.
    case cancelled
    /// Was not admitted.
    case rejected
    /// Its permit was of an earlier generation: whatever it ended in, it no longer mattered.
    case late
}

/// Calls by result since the breaker was made.
public struct BreakerTotals: Sendable, Hashable {
    private var counts = InlineArray<6, Int>(repeating: 0)

    /// All zero.
    init() {}

    /// Number of calls that counted as `result`.
    public internal(set) subscript(result: BreakerCallResult) -> Int {
        get { counts[result.position] }
        set { counts[result.position] = newValue }
    }

    /// Whether both hold the same counts.
    public static func == (left: BreakerTotals, right: BreakerTotals) -> Bool {
        BreakerCallResult.allCases.allSatisfy { left[$0] == right[$0] }
    }

    /// Feeds every count.
    public func hash(into hasher: inout Hasher) {
        for result in BreakerCallResult.allCases { hasher.combine(self[result]) }
    }
}

extension BreakerCallResult {
    /// Place in ``BreakerTotals``.
    fileprivate var position: Int {
        switch self {
        case .success: 0
        case .failure: 1
        case .ignored: 2
        case .cancelled: 3
        case .rejected: 4
        case .late: 5
        }
    }
}
