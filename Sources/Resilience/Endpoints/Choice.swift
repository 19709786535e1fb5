/// An endpoint chosen for one attempt. It counts as load there until it is settled, which consumes it.
public struct Choice<ID: Hashable & Sendable, C: Clock>: ~Copyable, Sendable where C.Duration == Duration {
    /// Where to send the attempt.
    public let endpoint: Endpoint<ID, C>
    /// The breaker's permit; nil if the endpoint was chosen without asking its breaker.
    let permit: Permit?

    /// Says what the attempt came to, to the endpoint and to its breaker.
    ///
    /// A failure means that the endpoint looks gone (connect error, reset, premature close, timeout); an answer that
    /// merely reports an error proves the endpoint alive and is a success here.
    /// - Returns: what the breaker made of it; nil if it was not asked.
    @discardableResult
    public consuming func settle(_ outcome: CallOutcome) -> Settlement? {
        endpoint.end(outcome)
        let endpoint = endpoint
        guard let permit = permit else { return nil }
        return endpoint.breaker.settle(permit, outcome)
    }
}
