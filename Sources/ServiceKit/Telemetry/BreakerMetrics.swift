import Posix
public import PrometheusMetrics
public import Resilience
public import StructuredLogging
import Synchronization

/// What a breaker guards.
public enum BreakerScope: String, LabelValue, CaseIterable {
    /// Whole calls to an upstream.
    case call
    /// Attempts that reach one endpoint.
    case endpoint
}

extension BreakerStatus: LabelValue {}

/// Turns breakers into the `resilience_breaker_*` metrics and `breaker.transition` log lines. Thread-safe.
///
/// Transitions are counted as they happen; all else is read from the breakers at scrape time, which changes nothing in
/// them.
public final class BreakerMetrics: Sendable {
    private struct Watched: Sendable {
        let labels: [String]
        let snapshot: @Sendable () -> BreakerSnapshot
    }

    private let watched: Mutex<[Watched]>
    private let transitions: TypedFamily<Counter, String, BreakerScope, String, BreakerStatus, BreakerStatus>
    private let lastTransition: TypedFamily<Gauge, String, BreakerScope, String>
    private let logger: Logger

    private static let labels = ["breaker", "scope", "address"]

    /// Registers the families.
    ///
    /// - Throws: `MetricError` where the registry has these names already.
    public init(registry: MetricRegistry, logger: Logger) throws(MetricError) {
        self.logger = logger
        watched = Mutex([])
        transitions = try registry.counterFamily(
            "resilience_breaker_transitions_total",
            help: "Changes of a breaker's state.",
            labels: Label("breaker"),
            Label("scope", BreakerScope.self),
            Label("address"),
            Label("from", BreakerStatus.self),
            Label("to", BreakerStatus.self)
        )
        lastTransition = try registry.gaugeFamily(
            "resilience_breaker_last_transition_timestamp_seconds",
            help: "When a breaker last changed its state, in seconds since 1970; 0 if it never did.",
            labels: Label("breaker"),
            Label("scope", BreakerScope.self),
            Label("address")
        )
        try registerCallbacks(registry)
    }

    /// Shows a breaker from now on, all its series at 0.
    public func add<C>(_ breaker: CircuitBreaker<C>, _ scope: BreakerScope, address: String = "") {
        let labels = [breaker.name, scope.rawValue, address]
        for pair in BreakerStatus.legalTransitions {
            _ = transitions.with(breaker.name, scope, address, pair.from, pair.to)
        }
        _ = lastTransition.with(breaker.name, scope, address)
        watched.withLock { $0.append(Watched(labels: labels) { breaker.snapshot() }) }
    }

    /// Forgets an endpoint's breaker and its series.
    public func removeEndpoint(breaker: String, address: String) {
        let labels = [breaker, BreakerScope.endpoint.rawValue, address]
        watched.withLock { $0.removeAll { $0.labels == labels } }
        for pair in BreakerStatus.legalTransitions {
            transitions.remove(breaker, .endpoint, address, pair.from, pair.to)
        }
        lastTransition.remove(breaker, .endpoint, address)
    }

    /// Counts and logs a transition.
    public func record(_ event: BreakerEvent, _ scope: BreakerScope, address: String = "") {
        let transition = event.transition
        transitions.with(event.breaker, scope, address, transition.from, transition.to).increment()
        lastTransition.with(event.breaker, scope, address).set(WallClock.seconds)
        let level: LogLevel = transition.to == .open || transition.to == .forcedOpen ? .warn : .info
        logger.log(level, event: "breaker.transition", "circuit breaker changed state") { fields in
            fields.set("upstream", event.breaker)
            fields.set("scope", scope.rawValue)
            if !address.isEmpty { fields.set("address", address) }
            fields.set("from", transition.from.rawValue)
            fields.set("to", transition.to.rawValue)
            fields.set("reason", transition.reason.rawValue)
            fields.set("calls", transition.counts.calls)
            fields.set("failures", transition.counts.failures)
            fields.set("consecutive_failures", transition.counts.consecutiveFailures)
            fields.set("previous_state_ms", transition.timeInPreviousStatus.roundedMilliseconds)
            if let open = transition.openDuration { fields.set("open_ms", open.roundedMilliseconds) }
        }
    }

    private func registerCallbacks(_ registry: MetricRegistry) throws(MetricError) {
        try collect(
            registry,
            "resilience_breaker_state",
            "1 for the state a breaker is in, 0 for the others.",
            .gauge,
            ["state"]
        ) { snapshot, sample in
            for status in BreakerStatus.allCases { sample([status.rawValue], snapshot.status == status ? 1 : 0) }
        }
        try collect(
            registry,
            "resilience_breaker_state_seconds_total",
            "Time a breaker has spent in each state; shows an opening that fell between two scrapes.",
            .counter,
            ["state"]
        ) { snapshot, sample in
            for status in BreakerStatus.allCases { sample([status.rawValue], snapshot.secondsIn(status)) }
        }
        try collect(
            registry,
            "resilience_breaker_calls_total",
            "Calls by how they settled; the results are disjoint.",
            .counter,
            ["result"]
        ) { snapshot, sample in
            for result in BreakerCallResult.allCases { sample([result.rawValue], Double(snapshot.totals[result])) }
        }
        try collect(
            registry,
            "resilience_breaker_failure_ratio",
            "Share of failures in the breaker's window; NaN below its minimum number of calls.",
            .gauge,
            []
        ) { snapshot, sample in
            sample([], snapshot.failureRatio ?? .nan)
        }
        try collect(
            registry,
            "resilience_breaker_slow_calls_total",
            "Calls that took at least the breaker's slow-call duration.",
            .counter,
            []
        ) { snapshot, sample in
            sample([], Double(snapshot.totalSlowCalls))
        }
    }

    private func collect(
        _ registry: MetricRegistry,
        _ name: String,
        _ help: String,
        _ type: MetricType,
        _ labels: [String],
        _ body: @escaping @Sendable (BreakerSnapshot, (_ labels: [String], _ value: Double) -> Void) -> Void
    ) throws(MetricError) {
        try registry.collect(name, help: help, type: type, labels: Self.labels + labels) { writer in
            for entry in self.watched.withLock({ $0 }) {
                body(entry.snapshot()) { writer.sample(entry.labels + $0, $1) }
            }
        }
    }
}
