import HTTPClient
import HTTPCore
import Redis
import Resilience
import ServiceKit

/// The client's configuration, read and put into the libraries' terms.
struct ClientConfiguration: Sendable {
    let mode: ResilienceMode
    let backends: [HTTPURL]
    let rules: PipelineRules
    let callBreaker: CircuitBreakerConfiguration
    let endpointBreaker: CircuitBreakerConfiguration
    let outliers: OutlierConfiguration
    let retryBudget: RetryBudgetConfiguration
    let bulkhead: BulkheadConfiguration
    let hasAdaptiveLimit: Bool
    /// Nil where there is no throttle.
    let throttle: ThrottleConfiguration?
    let fallback: StaleFallbackConfiguration
    let redisURL: RedisURL?
    let redisTimeout: Duration
    let extra: PipelineDescription
    let probeInterval: Duration
    let probeTimeout: Duration
    let dnsRefresh: Duration
    let http: HTTPClientConfiguration

    init(_ configuration: Configuration) throws(ConfigurationError) {
        mode = try configuration.value(ClientSettings.mode)
        backends = try configuration.value(ClientSettings.backendURL)
        rules = try Self.rules(configuration, mode)
        callBreaker = try Self.callBreaker(configuration, mode)
        endpointBreaker = try Self.endpointBreaker(configuration)
        outliers = try Self.outliers(configuration)
        var budget = RetryBudgetConfiguration()
        budget.depositPerCall = try configuration.value(ClientSettings.retryBudget)
        retryBudget = budget
        var bulkhead = BulkheadConfiguration()
        bulkhead.maxConcurrent = try configuration.value(ClientSettings.bulkheadMaxConcurrent)
        bulkhead.maxQueue = try configuration.value(ClientSettings.bulkheadMaxQueue)
        self.bulkhead = bulkhead
        hasAdaptiveLimit = try configuration.value(ClientSettings.adaptiveLimit)
        throttle = try configuration.value(ClientSettings.throttleK).map { k in
            var throttle = ThrottleConfiguration()
            throttle.ratio = k
            return throttle
        }
        fallback = try Self.fallback(configuration)
        redisURL = try configuration.value(ClientSettings.redisURL)
        redisTimeout = try configuration.value(ClientSettings.redisTimeout)
        extra = try configuration.value(ClientSettings.pipelineExtra)
        probeInterval = try configuration.value(ClientSettings.probeInterval)
        probeTimeout = try configuration.value(ClientSettings.probeTimeout)
        dnsRefresh = try configuration.value(ClientSettings.dnsRefresh)
        var http = HTTPClientConfiguration()
        http.connectTimeout = try configuration.value(ClientSettings.connectTimeout)
        http.maxConnections = try configuration.value(ClientSettings.poolMaxConnections)
        http.maxIdleConnections = try configuration.value(ClientSettings.poolMaxIdle)
        http.maxConnectionAge = try configuration.value(ClientSettings.poolMaxAge)
        self.http = http
    }

    private static func rules(
        _ configuration: Configuration,
        _ mode: ResilienceMode
    ) throws(ConfigurationError) -> PipelineRules {
        let rules = PipelineRules(
            retry: try retry(configuration, mode),
            attemptTimeout: try configuration.value(ClientSettings.attemptTimeout),
            requestTimeout: try configuration.value(ClientSettings.requestTimeout),
            slowCall: mode == .breaker || mode == .full
                ? try configuration.value(ClientSettings.breakerSlowCallDuration) : nil,
            hedgeAfter: mode == .full ? try configuration.value(ClientSettings.hedgeAfter) : nil
        )
        let limit = DurationText.format(rules.requestTimeout)
        try require(
            rules.attemptTimeout <= rules.requestTimeout,
            ClientSettings.attemptTimeout,
            DurationText.format(rules.attemptTimeout),
            "a duration that is not longer than REQUEST_TIMEOUT (\(limit))"
        )
        return rules
    }

    private static func retry(
        _ configuration: Configuration,
        _ mode: ResilienceMode
    ) throws(ConfigurationError) -> RetryPolicy {
        var policy = RetryPolicy()
        policy.backoff.base = try configuration.value(ClientSettings.retryBaseDelay)
        policy.backoff.cap = try configuration.value(ClientSettings.retryMaxDelay)
        policy.backoff.jitter = try configuration.value(ClientSettings.retryJitter)
        let base = DurationText.format(policy.backoff.base)
        try require(
            policy.backoff.base <= policy.backoff.cap,
            ClientSettings.retryMaxDelay,
            DurationText.format(policy.backoff.cap),
            "a duration that is not shorter than RETRY_BASE_DELAY (\(base))"
        )
        let attempts = try configuration.value(ClientSettings.retryMaxAttempts)
        policy.maxAttempts = mode == .retry || mode == .full ? attempts : 1
        policy.honorsRetryAfter = mode == .full
        return policy
    }

    private static func fallback(
        _ configuration: Configuration
    ) throws(ConfigurationError) -> StaleFallbackConfiguration {
        var fallback = StaleFallbackConfiguration()
        fallback.maxAge = try configuration.value(ClientSettings.fallbackMaxAge)
        fallback.softTimeout = try configuration.value(ClientSettings.fallbackSoftTimeout)
        fallback.freshFor = try configuration.value(ClientSettings.cacheFreshFor)
        fallback.capacity = DataSource.capacity
        if let freshFor = fallback.freshFor {
            try require(
                freshFor <= fallback.maxAge,
                ClientSettings.cacheFreshFor,
                DurationText.format(freshFor),
                "off, or a duration that is not longer than FALLBACK_MAX_AGE (\(DurationText.format(fallback.maxAge)))"
            )
        }
        return fallback
    }

    /// Throws unless settings fit together.
    static func require<Value>(
        _ condition: Bool,
        _ setting: Setting<Value>,
        _ value: String,
        _ accepted: String
    ) throws(ConfigurationError) {
        guard condition else {
            throw ConfigurationError(variable: setting.description.name, value: value, accepted: accepted)
        }
    }
}
