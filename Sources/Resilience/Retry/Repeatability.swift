/// Whether a call may be made more than once: the question before every retry and every hedge.
///
/// Source: RFC 9110, section 9.2.2 (idempotent methods); draft-ietf-httpapi-idempotency-key-header.
public enum Repeatability: Sendable, Hashable, CaseIterable {
    /// Twice is as good as once.
    case idempotent
    /// It carries a key by which the server recognises a repetition; every attempt must carry the same.
    case keyed
    /// The second time might do it again.
    case once

    /// Whether a call that may have been received can be made again.
    public var isRepeatable: Bool { self != .once }
}

extension RetryableFailure {
    /// What this failure says of a call of the given repeatability. A call to be made once is tried again only where the
    /// failed attempt provably never left this side.
    /// - Parameter isUnsent: whether nothing of the attempt had left when it failed.
    public func limited(by repeatability: Repeatability, isUnsent: Bool) -> RetryableFailure {
        var limited = self
        limited.isRetryable = isRetryable && (repeatability.isRepeatable || isUnsent)
        return limited
    }
}
