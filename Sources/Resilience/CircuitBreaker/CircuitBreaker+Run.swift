/// Why ``CircuitBreaker/run(classify:_:)`` has no value to return.
public enum BreakerCallError<Failure: Error>: Error {
    /// The breaker did not admit the call; nothing was sent.
    case rejected(Rejection)
    /// The call was made and failed.
    case failed(Failure)
}

extension BreakerCallError: Sendable where Failure: Sendable {}

extension CircuitBreaker {
    /// Makes one call through the breaker and settles its permit on every path.
    ///
    /// The call is timed, for ``CircuitBreakerConfiguration/slowCallDuration``. A call that throws while its task is
    /// cancelled, or throws `CancellationError`, counts as cancelled and is not classified.
    /// - Parameters:
    ///   - classify: how a result counts. Default: a value is a success, an error a failure.
    ///   - operation: the call.
    /// - Throws: ``BreakerCallError``.
    @inlinable
    public func run<Value, Failure: Error>(
        classify: (Result<Value, Failure>) -> CallOutcome = CallOutcome.init,
        _ operation: () async throws(Failure) -> Value
    ) async throws(BreakerCallError<Failure>) -> Value {
        switch admit() {
        case .rejected(let rejection):
            throw .rejected(rejection)
        case .admitted(let permit):
            let begin = begin(permit)
            do {
                let value = try await operation()
                settle(permit, classify(.success(value)), since: begin)
                return value
            } catch {
                let isCancelled = Task.isCancelled || error is CancellationError
                settle(permit, isCancelled ? .cancelled : classify(.failure(error)), since: begin)
                throw .failed(error)
            }
        }
    }
}

extension CallOutcome {
    /// A value is a success, an error a failure.
    @inlinable
    public init(_ result: Result<some Any, some Error>) {
        switch result {
        case .success: self = .success
        case .failure: self = .failure
        }
    }
}
