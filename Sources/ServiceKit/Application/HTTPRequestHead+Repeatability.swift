public import HTTPCore
public import Resilience

extension HTTPRequestHead {
    /// Whether the request may be sent more than once: its method says so, or its `Idempotency-Key`.
    public var repeatability: Repeatability {
        if method.isIdempotent { return .idempotent }
        return fields.contains(.idempotencyKey) ? .keyed : .once
    }
}
