/// Hedged requests: where a call takes unusually long it is sent once more, and the first good answer is used.
///
/// A value that holds no state of a call: one may serve any number of calls at once. For calls only that may be made
/// twice. At most one hedge is sent, so that load at most doubles; the delay (a high quantile, see ``LatencyThreshold``)
/// and the budget keep the extra load at a few per cent.
///
///     let hedge = Hedge(clock: clock)
///     let answer = await hedge.run(
///         after: LatencyThreshold.quantile(0.95, times: 1).duration(from: latencies),
///         isGood: { $0.status < 500 },
///         canHedge: { budget.withdraw(.overload) }
///     ) { number in
///         await send(request, attempt: number)
///     }
///
/// Source: Dean, Barroso, "The Tail at Scale", CACM 56(2), 2013, "Hedged requests".
public struct Hedge<C: Clock>: Sendable where C.Duration == Duration {
    private enum Event<Value: Sendable>: Sendable {
        case answer(Value, number: Int)
        case isDue
        case isNotDue
    }

    /// The clock that the delay is taken on.
    public var clock: C

    /// Makes a runner of hedged calls.
    public init(clock: C) { self.clock = clock }

    /// Runs `attempt`, a second one beside it if the first has not answered after `delay`, and returns the answer to use.
    ///
    /// - The first good answer is used. The other attempt is cancelled and awaited, so nothing goes on after the return;
    ///   an attempt that does not heed its cancellation holds the answer up.
    /// - An answer of the first before the delay is over is returned whatever it is: to try again after a failure is the
    ///   retry's business.
    /// - Once both are under way, one that fails leaves the call to the other. If both fail, what the first said is
    ///   returned: it is what the caller would have got without a hedge.
    /// - Cancelling the task cancels every attempt, and no hedge is sent any more; the return is as above.
    ///
    /// Attempts are child tasks. One that was cancelled because the other won must not count as a failure anywhere: it
    /// sees `Task.isCancelled`, as it would if the caller had gone away, and what it answered is given to `onLoser`.
    /// - Parameters:
    ///   - delay: when to send the hedge; nil never does.
    ///   - isGood: whether an answer ends the call.
    ///   - canHedge: asked once, when the hedge is due; takes what it costs from a budget. Default: always.
    ///   - onResult: told at most once, how the hedge fared, as soon as that is known.
    ///   - onLoser: given the answer that an attempt came to after the other had won, with its number.
    ///   - attempt: makes the attempt of the given number, 1 or 2.
    @inlinable
    public func run<Value: Sendable>(
        after delay: Duration?,
        isGood: (Value) -> Bool,
        canHedge: () -> Bool = { true },
        onResult: (HedgeResult) -> Void = { _ in },
        onLoser: (Value, Int) -> Void = { _, _ in },
        _ attempt: @escaping @Sendable (_ number: Int) async -> Value
    ) async -> Value {
        guard let delay else { return await attempt(1) }
        return await race(delay, isGood, canHedge, onResult, onLoser, attempt)
    }

    @usableFromInline
    func race<Value: Sendable>(
        _ delay: Duration,
        _ isGood: (Value) -> Bool,
        _ canHedge: () -> Bool,
        _ onResult: (HedgeResult) -> Void,
        _ onLoser: (Value, Int) -> Void,
        _ attempt: @escaping @Sendable (_ number: Int) async -> Value
    ) async -> Value {
        let due = clock.now.advanced(by: delay)
        return await withTaskGroup(of: Event<Value>.self) { group in
            var state = HedgeState<Value>()
            group.addTask { .answer(await attempt(1), number: 1) }
            group.addTask { await sleeps(until: due) ? .isDue : .isNotDue }
            while let event = await group.next() {
                switch event {
                case .isDue where Task.isCancelled, .isNotDue:
                    continue
                case .isDue:
                    guard canHedge() else {
                        onResult(.denied)
                        continue
                    }
                    state.hedge()
                    group.addTask { .answer(await attempt(2), number: 2) }
                case .answer(let value, let number):
                    guard case .use(let best, let result) = state.answer(value, number: number, isGood: isGood(value))
                    else { continue }
                    group.cancelAll()
                    if let result { onResult(result) }
                    for await case .answer(let late, let number) in group { onLoser(late, number) }
                    return best
                }
            }
            preconditionFailure("every attempt answers, and the last answer ends the call")
        }
    }

    /// Sleeps; false if cancelled, which is all that a sleep can fail with.
    private func sleeps(until due: C.Instant) async -> Bool {
        do {
            try await clock.sleep(until: due, tolerance: nil)
            return true
        } catch {
            return false
        }
    }
}
