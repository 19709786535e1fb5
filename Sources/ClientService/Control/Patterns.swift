import EventLoop
import Resilience
import ServiceKit

/// The patterns of the running client, as far as they can be changed: nil where the mode has none.
struct Patterns: Sendable {
    let rules: LiveRules
    let callBreaker: CircuitBreaker<EventLoopClock>?
    let endpoints: Backend.Endpoints
    let budget: RetryBudget<EventLoopClock>?
    let bulkhead: Bulkhead<EventLoopClock>?
    /// Whether the bulkhead's size is the adaptive limit's business.
    let hasAdaptiveLimit: Bool
    let fallback: DataSource.Fallback?

    /// Changes them all to what `configuration` says; what they have counted and hold stays.
    func apply(_ configuration: ClientConfiguration) {
        rules.current = configuration.rules
        callBreaker?.reconfigure(configuration.callBreaker)
        endpoints.reconfigure(configuration.endpointBreaker)
        endpoints.reconfigure(configuration.outliers)
        budget?.reconfigure(configuration.retryBudget)
        if !hasAdaptiveLimit { bulkhead?.reconfigure(configuration.bulkhead) }
        fallback?.configuration = configuration.fallback
    }
}
