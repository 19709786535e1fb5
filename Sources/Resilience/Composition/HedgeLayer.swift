/// A ``Hedge`` as a layer: an attempt that takes longer than most is made a second time, and the first good answer is
/// used. Only for calls that may be made twice (``Repeatability``).
///
///     let hedged = HedgeLayer(Hedge(clock: clock), after: .quantile(0.95, times: 1), latencies: tracker, budget: budget)
///     let policy = deadline.around(breaker).around(retry).around(hedged)
///
/// Both attempts have the same number; which of them was used, `onResult` is told.
public struct HedgeLayer<C: Clock>: Policy where C.Duration == Duration {
    private let hedge: Hedge<C>
    private let threshold: LatencyThreshold
    private let latencies: LatencyTracker<C>
    private let budget: RetryBudget<C>?
    private let onResult: @Sendable (HedgeResult) -> Void

    /// Makes a layer.
    /// - Parameters:
    ///   - hedge: the clock to wait on.
    ///   - threshold: after which time the second attempt is made.
    ///   - latencies: what attempts take; the layer records those that succeed.
    ///   - budget: what a hedge is paid from, as a retry after overload is; nil for no limit.
    ///   - onResult: told what became of each hedge; it should be quick.
    public init(
        _ hedge: Hedge<C>,
        after threshold: LatencyThreshold,
        latencies: LatencyTracker<C>,
        budget: RetryBudget<C>? = nil,
        onResult: @escaping @Sendable (HedgeResult) -> Void = { _ in }
    ) {
        self.hedge = hedge
        self.threshold = threshold
        self.latencies = latencies
        self.budget = budget
        self.onResult = onResult
    }

    /// Makes the call, and once more if it takes long.
    public func execute<Value: Sendable>(
        _ call: PolicyCall<C>,
        _ operation: @Sendable (PolicyCall<C>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        let delay = threshold.duration(from: latencies)
        let begin = hedge.clock.now
        // Both attempts have ended before it returns, so the operation does not escape.
        let result = await withoutActuallyEscaping(operation) { operation in
            await hedge.run(
                after: delay,
                isGood: { if case .success = $0 { true } else { false } },
                canHedge: { budget?.withdraw(.overload) ?? true },
                onResult: onResult
            ) { _ in await operation(call) }
        }
        // From the first attempt on, even if a hedge has won: a threshold that learned from what hedges take would sink.
        if case .success = result { latencies.record(begin.duration(to: hedge.clock.now)) }
        return result
    }
}
