/// Bounds the time of opaque work: work that can be cancelled but cannot be told a deadline.
///
/// Input and output that takes a deadline should be given it instead (``Deadline``): that costs nothing, while this
/// races the work against an alarm, in two child tasks. The one that loses is cancelled and awaited, so nothing of the
/// work outlives the call; work that does not heed cancellation is therefore not cut short, however late it is.
///
/// A value without state: one may serve any number of calls at once. Source: Nygard, *Release It!*, 2nd ed., ch. 5,
/// "Timeouts".
public struct Timeout<C: Clock>: Sendable where C.Duration == Duration {
    /// The longest the work may take. Zero or less, and it is not begun.
    public let limit: Duration
    /// The clock that the time is taken on.
    public let clock: C

    /// Makes a timeout.
    public init(_ limit: Duration, clock: C) {
        self.limit = limit
        self.clock = clock
    }

    /// Runs `operation` for at most the limit, and not beyond `deadline`. What is left of neither is not begun.
    ///
    /// - Throws: ``TimeoutError``.
    public func run<Value: Sendable, Failure: Error>(
        deadline: Deadline<C>? = nil,
        _ operation: @Sendable () async throws(Failure) -> Value
    ) async throws(TimeoutError<Failure>) -> Value {
        let now = clock.now
        let end = now.advanced(by: limit)
        let bound = deadline.map { min($0.instant, end) } ?? end
        let result: Result<Value, Failure>? = await race(until: bound, now: now) {
            do throws(Failure) {
                return .success(try await operation())
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let error): throw .failed(error)
        case nil: throw .expired
        }
    }

    /// What the operation ends with, or nil if `bound` comes first.
    ///
    /// - Parameter onExpiry: called before the operation is cancelled for being late.
    func race<Value: Sendable>(
        until bound: C.Instant,
        now: C.Instant,
        onExpiry: @Sendable () -> Void = {},
        _ operation: @Sendable () async -> Value
    ) async -> Value? {
        guard now < bound else { return nil }
        // The group has awaited both children before it returns, so the operation does not escape.
        return await withoutActuallyEscaping(operation) { operation in
            await withTaskGroup(of: RaceEnd<Value>.self) { group in
                group.addTask { .finished(await operation()) }
                group.addTask { [clock] in
                    do {
                        try await clock.sleep(until: bound, tolerance: nil)
                        return .expired
                    } catch {
                        return .alarmCancelled
                    }
                }
                while let end = await group.next() {
                    switch end {
                    case .finished(let value):
                        group.cancelAll()
                        return value
                    case .expired:
                        onExpiry()
                        group.cancelAll()
                        return nil
                    case .alarmCancelled:
                        // By the caller: the operation knows of it too, and its end counts.
                        continue
                    }
                }
                return nil
            }
        }
    }
}

/// How one side of a race ended.
private enum RaceEnd<Value: Sendable>: Sendable {
    case finished(Value)
    case expired
    case alarmCancelled
}
