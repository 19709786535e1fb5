/// What a caller got.
public enum CallEnding: UInt8, Sendable, CaseIterable {
    /// A new answer.
    case fresh
    /// An earlier one.
    case stale
    /// A 500 or the like.
    case error
    /// A 503.
    case unavailable
    /// The last attempt had no answer in time.
    case timedOut
    /// Nobody listened.
    case refused
    /// The connection broke.
    case reset
    /// No endpoint admitted the call.
    case noEndpoint
    /// The call's time was over.
    case deadline
    /// The client's own limit had no place.
    case bulkhead
    /// The throttle turned it away.
    case throttled
    /// The call breaker turned it away.
    case breaker
    /// The caller went away.
    case cancelled

    /// Whether the caller got something of use.
    public var isUseful: Bool { self == .fresh || self == .stale }
}

/// What an attempt was made for.
public enum AttemptKind: UInt8, Sendable, CaseIterable {
    /// A call's first.
    case initial
    /// One after a failure.
    case retry
    /// One beside another that takes long.
    case hedge
}
