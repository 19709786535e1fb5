import Resilience

/// What a call may throw.
enum Fault: Error, Hashable {
    case failed
    case excluded
}

/// How a call through a breaker ended, for who made it.
enum CallEnding: Hashable {
    case value
    case failed(Fault)
    case rejected(Rejection.Reason)
}

extension CircuitBreaker {
    /// One whole call through ``run(classify:_:)`` that throws `fault`, or succeeds if there is none.
    func call(
        throwing fault: Fault? = nil,
        classify: (Result<Void, Fault>) -> CallOutcome = CallOutcome.init
    ) async -> CallEnding {
        do throws(BreakerCallError<Fault>) {
            try await run(classify: classify) { () throws(Fault) in
                if let fault { throw fault }
            }
            return .value
        } catch {
            return switch error {
            case .rejected(let rejection): .rejected(rejection.reason)
            case .failed(let fault): .failed(fault)
            }
        }
    }
}
