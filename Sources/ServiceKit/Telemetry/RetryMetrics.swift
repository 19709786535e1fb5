public import PrometheusMetrics
public import Resilience

/// Why an attempt is made, as `resilience_retry_attempts_total` has it.
public enum AttemptKind: String, LabelValue, CaseIterable {
    /// A call's first.
    case initial
    /// After one that failed.
    case retry
    /// Beside one that is slow.
    case hedge
}

extension RetryCallOutcome: LabelValue {}

/// The `resilience_retry_*` metrics of one retry; all series are there from the start. Thread-safe.
public final class RetryMetrics: Sendable {
    private let attempts: CaseTable<AttemptKind, Counter>
    private let calls: CaseTable<RetryCallOutcome, Counter>
    private let delays: Histogram

    /// Registers the metrics with the retry's name as their label.
    ///
    /// - Parameter budgetTokens: reads the budget; nil where there is none.
    /// - Throws: `MetricError` where the registry has these names already.
    public init(
        registry: MetricRegistry,
        name: String,
        budgetTokens: (@Sendable () -> Double)?
    ) throws(MetricError) {
        let attempts = try registry.counterFamily(
            "resilience_retry_attempts_total",
            help: "Attempts sent, by kind; their sum over the initial ones is how many times the load there is.",
            labels: Label("retry"),
            Label("kind", AttemptKind.self)
        )
        self.attempts = CaseTable { attempts.with(name, $0) }
        let calls = try registry.counterFamily(
            "resilience_retry_calls_total",
            help: "Calls by how their attempts ended.",
            labels: Label("retry"),
            Label("outcome", RetryCallOutcome.self)
        )
        self.calls = CaseTable { calls.with(name, $0) }
        delays = try registry.histogramFamily(
            "resilience_retry_delay_seconds",
            help: "Waits before retries.",
            labels: Label("retry"),
            buckets: Buckets.latency
        ).with(name)
        if let budgetTokens {
            try registry.collect(
                "resilience_retry_budget_tokens",
                help: "What the retry budget holds.",
                type: .gauge,
                labels: ["retry"]
            ) { $0.sample([name], budgetTokens()) }
        }
    }

    /// Counts an attempt that is about to be sent.
    public func attempt(_ kind: AttemptKind) { attempts[kind].increment() }

    /// Measures a wait.
    public func waited(_ delay: Duration) { delays.observe(delay / .seconds(1)) }

    /// Counts a call that has ended.
    public func callEnded(_ outcome: RetryCallOutcome) { calls[outcome].increment() }
}
