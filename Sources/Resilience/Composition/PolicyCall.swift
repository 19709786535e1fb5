/// What the layers of a ``Policy`` know of a call on its way inwards. A value: each layer hands on its own copy.
public struct PolicyCall<C: Clock>: Sendable where C.Duration == Duration {
    /// When the answer must be there; nil for no such time. A layer should only ever narrow it.
    public var deadline: Deadline<C>?
    /// Number of the attempt, from 1. More than 1 within a retry.
    public var attempt = 1
    /// Whether a half-open breaker lets this call through to find out whether the dependency is well. One attempt is
    /// enough then: a retry makes no other.
    public var isTrial = false
    @usableFromInline var expiry: Expiry?

    /// A first attempt.
    @inlinable
    public init(deadline: Deadline<C>? = nil) { self.deadline = deadline }

    /// The same call, to be answered by `limit` at the latest.
    @inlinable
    public func narrowed(to limit: Deadline<C>) -> PolicyCall {
        var call = self
        call.deadline = deadline.map { $0.earlier(of: limit) } ?? limit
        return call
    }

    /// Why the task is cancelled: the caller went away (``PolicyError/cancelled``), or a layer further out ran out of
    /// time. Nil if it is not cancelled.
    @inlinable
    public var cancellation: PolicyError? { Task.isCancelled ? cause : nil }

    /// Runs an operation and says what its error means.
    @inlinable
    func result<Value: Sendable>(
        of operation: (PolicyCall) async throws -> Value
    ) async -> Result<Value, PolicyError> {
        do {
            return .success(try await operation(self))
        } catch {
            if let cancellation { return .failure(cancellation) }
            let failure = PolicyError(thrown: error)
            if case .cancelled = failure { return .failure(cause) }
            return .failure(failure)
        }
    }

    /// How a breaker within this call counts what the call came to.
    @inlinable
    func outcome<Value>(of result: Result<Value, PolicyError>) -> CallOutcome {
        guard case .failure(let failure) = result else {
            // A success that came after we stopped waiting for it is of no use to anybody.
            return expiry?.failure?.callOutcome ?? .success
        }
        switch (failure, cancellation) {
        case (_, .cancelled?): return .cancelled
        // The operation's own word is a cancellation, but it was we who ran out of patience.
        case (.cancelled, _): return cause.callOutcome
        default: return failure.callOutcome
        }
    }

    /// The same call within a layer that cancels it when its time is over.
    func expiring(with failure: PolicyError) -> (call: PolicyCall, expiry: Expiry) {
        let expiry = Expiry(failure, within: self.expiry)
        var call = self
        call.expiry = expiry
        return (call, expiry)
    }

    @inlinable
    var cause: PolicyError { expiry?.failure ?? .cancelled }
}
