import Resilience
import Synchronization

/// What the pipeline goes by and may change while the service runs, beyond what its patterns hold themselves.
struct PipelineRules: Sendable {
    var retry: RetryPolicy
    var attemptTimeout: Duration
    var requestTimeout: Duration
    /// From which duration on an attempt is slow; nil where none is.
    var slowCall: LatencyThreshold?
    /// After which time an attempt gets a hedge; nil for never.
    var hedgeAfter: LatencyThreshold?
}

/// The rules in force. A call reads them once, so that no change meets it half-way. Thread-safe.
final class LiveRules: Sendable {
    private let rules: Mutex<PipelineRules>

    init(_ rules: PipelineRules) { self.rules = Mutex(rules) }

    var current: PipelineRules {
        get { rules.withLock { $0 } }
        set { rules.withLock { $0 = newValue } }
    }
}
