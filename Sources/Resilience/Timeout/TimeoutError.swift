/// Why ``Timeout/run(deadline:_:)`` has no value to return.
///
/// A caller that goes away is neither: its cancellation reaches the operation, and what the operation then ends with is
/// the result.
public enum TimeoutError<Failure: Error>: Error {
    /// The time was over first; the operation was cancelled, and has ended.
    case expired
    /// The operation failed in time, with its own error.
    case failed(Failure)
}

extension TimeoutError: Sendable where Failure: Sendable {}
extension TimeoutError: Equatable where Failure: Equatable {}
