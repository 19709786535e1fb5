public import Resilience

/// How the client of a mode is configured, in the terms of the patterns themselves.
public struct ClientPolicy: Sendable, Hashable {
    /// Which patterns there are; the configuration of the others is of no effect.
    public let mode: ClientMode
    /// How often and how far apart.
    public var retry = RetryPolicy()
    /// What one attempt may take. Default 5 s.
    public var attemptTimeout: Duration = .seconds(5)
    /// What a whole call may take. Default 30 s; not less than an attempt, at most 24 h.
    public var requestTimeout: Duration = .seconds(30)
    /// Whether a call may be made more than once. Default ``Repeatability/idempotent``.
    public var repeatability: Repeatability = .idempotent
    /// From which duration on an attempt is slow; nil where none is.
    public var slowCall: LatencyThreshold?
    /// After which time an attempt gets a hedge; nil for never.
    public var hedgeAfter: LatencyThreshold?
    /// The breaker that counts calls.
    public var callBreaker = CircuitBreakerConfiguration()
    /// The breaker of each endpoint.
    public var endpointBreaker = CircuitBreakerConfiguration()
    /// How endpoints are compared.
    public var outliers = OutlierConfiguration()
    /// What retries and hedges are paid from.
    public var budget = RetryBudgetConfiguration()
    /// The limit on attempts in flight.
    public var bulkhead = BulkheadConfiguration()
    /// Makes that limit follow latency; nil where it is fixed.
    public var adaptiveLimit: AdaptiveLimitConfiguration?
    /// Turns attempts away while the backend does; nil for none.
    public var throttle: ThrottleConfiguration?
    /// When an earlier answer is served.
    public var fallback = StaleFallbackConfiguration()
    /// How often suspect endpoints are probed. Default 1 s.
    public var probeInterval: Duration = .seconds(1)
    /// How long a probe may take. Default 500 ms.
    public var probeTimeout: Duration = .milliseconds(500)

    /// The client's defaults for a mode.
    public init(_ mode: ClientMode) {
        self.mode = mode
        if mode == .baseline || mode == .breaker { retry.maxAttempts = 1 }
        retry.honorsRetryAfter = mode == .full
        if mode == .full { callBreaker.tripRule = .all([.consecutiveFailures(5), .failureRatio(0.8)]) }
        callBreaker.halfOpenTimeout = requestTimeout * 2
        endpointBreaker.halfOpenTimeout = attemptTimeout * 2
        fallback.capacity = 256
    }

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(SimulationError) {
        let areOrdered = attemptTimeout > .zero && attemptTimeout <= requestTimeout
        try SimulationError.require(areOrdered, "attemptTimeout", "above 0, at most requestTimeout")
        let longest = SimulationError.longest
        try SimulationError.require(requestTimeout <= longest, "requestTimeout", "at most 24 h")
        let canProbe = probeInterval >= .milliseconds(1) && probeInterval <= longest
        try SimulationError.require(canProbe, "probeInterval", "1 ms to 24 h")
        let canEnd = probeTimeout > .zero && probeTimeout <= longest
        try SimulationError.require(canEnd, "probeTimeout", "above 0, at most 24 h")
        do throws(ResilienceConfigurationError) {
            try retry.validate()
            try slowCall?.validate()
            try hedgeAfter?.validate()
            try callBreaker.validate()
            try endpointBreaker.validate()
            try outliers.validate()
            try budget.validate()
            try bulkhead.validate()
            try adaptiveLimit?.validate()
            try throttle?.validate()
            try fallback.validate()
        } catch {
            throw SimulationError(name: "policy", accepted: "valid: \(error)")
        }
    }
}
