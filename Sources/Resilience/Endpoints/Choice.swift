/// An endpoint chosen for one attempt. It counts as load there until it is settled, which consumes it.
public struct Choice<ID: Hashable & Sendable, C: Clock>: ~Copyable, Sendable where C.Duration == Duration {
    /// Where to send the attempt.
    public let endpoint: Endpoint<ID, C>
    /// The breaker's permit; nil if the endpoint was chosen without asking its breaker.
    @usableFromInline let permit: Permit?
    @usableFromInline let owner: EndpointSet<ID, C>

    @inlinable
    init(endpoint: Endpoint<ID, C>, permit: consuming Permit?, owner: EndpointSet<ID, C>) {
        self.endpoint = endpoint
        self.permit = permit
        self.owner = owner
    }

    /// Says what the attempt came to, to the endpoint, to its breaker and to the comparison with its peers.
    ///
    /// - Parameters:
    ///   - outcome: a failure means that the endpoint looks gone (connect error, reset, premature close, timeout); an
    ///     answer that merely reports an error proves the endpoint alive and is a success here.
    ///   - isError: whether the attempt failed in any way, such an error included, which is what endpoints are compared
    ///     by. Default: whether the outcome is a failure. Nothing is compared of attempts that are ignored or cancelled.
    /// - Returns: what the breaker made of it; nil if it was not asked.
    @inlinable
    @discardableResult
    public consuming func settle(_ outcome: CallOutcome, isError: Bool? = nil) -> Settlement? {
        endpoint.end(outcome)
        let endpoint = endpoint
        let owner = owner
        guard let permit = permit else { return nil }
        let now = owner.clock.now
        let settlement = endpoint.breaker.settle(permit, outcome, at: now)
        if outcome == .success || outcome == .failure {
            owner.compare(endpoint, failed: isError ?? (outcome == .failure), at: now)
        }
        return settlement
    }
}
