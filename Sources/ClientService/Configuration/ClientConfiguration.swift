import HTTPClient
import HTTPCore
import Resilience
import ServiceKit

/// The client's configuration, read and put into the libraries' terms.
struct ClientConfiguration: Sendable {
    let mode: ResilienceMode
    let backends: [HTTPURL]
    let attemptTimeout: Duration
    let requestTimeout: Duration
    let callBreaker: CircuitBreakerConfiguration
    let endpointBreaker: CircuitBreakerConfiguration
    let outliers: OutlierConfiguration
    let retry: RetryPolicy
    let retryBudget: RetryBudgetConfiguration
    let probeInterval: Duration
    let probeTimeout: Duration
    let fallbackMaxAge: Duration
    let dnsRefresh: Duration
    let http: HTTPClientConfiguration

    init(_ configuration: Configuration) throws(ConfigurationError) {
        mode = try configuration.value(ClientSettings.mode)
        backends = try configuration.value(ClientSettings.backendURL)
        attemptTimeout = try configuration.value(ClientSettings.attemptTimeout)
        requestTimeout = try configuration.value(ClientSettings.requestTimeout)
        guard attemptTimeout <= requestTimeout else {
            throw ConfigurationError(
                variable: "ATTEMPT_TIMEOUT",
                value: DurationText.format(attemptTimeout),
                accepted: "a duration that is not longer than REQUEST_TIMEOUT (\(DurationText.format(requestTimeout)))"
            )
        }
        probeInterval = try configuration.value(ClientSettings.probeInterval)
        probeTimeout = try configuration.value(ClientSettings.probeTimeout)
        fallbackMaxAge = try configuration.value(ClientSettings.fallbackMaxAge)
        dnsRefresh = try configuration.value(ClientSettings.dnsRefresh)
        callBreaker = try Self.callBreaker(configuration, mode)
        endpointBreaker = try Self.endpointBreaker(configuration)
        outliers = try Self.outliers(configuration)
        retry = try Self.retry(configuration, mode)
        var budget = RetryBudgetConfiguration()
        budget.depositPerCall = try configuration.value(ClientSettings.retryBudget)
        retryBudget = budget
        var http = HTTPClientConfiguration()
        http.connectTimeout = try configuration.value(ClientSettings.connectTimeout)
        http.maxConnections = try configuration.value(ClientSettings.poolMaxConnections)
        http.maxIdleConnections = try configuration.value(ClientSettings.poolMaxIdle)
        http.maxConnectionAge = try configuration.value(ClientSettings.poolMaxAge)
        self.http = http
    }

    /// In `breaker` mode the bare rule of failures in a row. In `full` mode a high share of failed calls besides: five
    /// in a row alone would now and then open it at 60 % random errors.
    private static func callBreaker(
        _ configuration: Configuration,
        _ mode: ResilienceMode
    ) throws(ConfigurationError) -> CircuitBreakerConfiguration {
        var breaker = CircuitBreakerConfiguration()
        let row = TripRule.consecutiveFailures(try configuration.value(ClientSettings.breakerFailMax))
        let ratio = TripRule.failureRatio(try configuration.value(ClientSettings.breakerFailureRatio))
        let usesRatio = mode == .full || configuration.isGiven(ClientSettings.breakerFailureRatio)
        breaker.tripRule = usesRatio ? .all([row, ratio]) : row
        breaker.window = .time(try configuration.value(ClientSettings.breakerWindow))
        breaker.minimumCalls = try configuration.value(ClientSettings.breakerMinimumCalls)
        breaker.openDuration = try configuration.value(ClientSettings.breakerResetTimeout)
        breaker.openDurationGrowth = try configuration.value(ClientSettings.breakerResetGrowth)
        breaker.maximumOpenDuration = max(breaker.maximumOpenDuration, breaker.openDuration)
        breaker.halfOpenMaxCalls = try configuration.value(ClientSettings.breakerHalfOpenCalls)
        breaker.halfOpenRule = .successes(breaker.halfOpenMaxCalls)
        return breaker
    }

    private static func endpointBreaker(
        _ configuration: Configuration
    ) throws(ConfigurationError) -> CircuitBreakerConfiguration {
        var breaker = CircuitBreakerConfiguration()
        breaker.tripRule = .consecutiveFailures(try configuration.value(ClientSettings.endpointFailMax))
        breaker.openDuration = try configuration.value(ClientSettings.breakerResetTimeout)
        breaker.openDurationGrowth = try configuration.value(ClientSettings.breakerResetGrowth)
        breaker.maximumOpenDuration = max(breaker.maximumOpenDuration, breaker.openDuration)
        return breaker
    }

    private static func outliers(_ configuration: Configuration) throws(ConfigurationError) -> OutlierConfiguration {
        var outliers = OutlierConfiguration()
        outliers.maximumEjected = try configuration.value(ClientSettings.outlierMaxEjected)
        outliers.window = try configuration.value(ClientSettings.breakerWindow)
        outliers.duration = try configuration.value(ClientSettings.breakerResetTimeout)
        outliers.maximumDuration = max(outliers.maximumDuration, outliers.duration)
        return outliers
    }

    private static func retry(
        _ configuration: Configuration,
        _ mode: ResilienceMode
    ) throws(ConfigurationError) -> RetryPolicy {
        var policy = RetryPolicy()
        policy.backoff.base = try configuration.value(ClientSettings.retryBaseDelay)
        policy.backoff.cap = try configuration.value(ClientSettings.retryMaxDelay)
        policy.backoff.jitter = try configuration.value(ClientSettings.retryJitter)
        guard policy.backoff.base <= policy.backoff.cap else {
            throw ConfigurationError(
                variable: "RETRY_MAX_DELAY",
                value: DurationText.format(policy.backoff.cap),
                accepted:
                    "a duration that is not shorter than RETRY_BASE_DELAY (\(DurationText.format(policy.backoff.base)))"
            )
        }
        let attempts = try configuration.value(ClientSettings.retryMaxAttempts)
        policy.maxAttempts = mode == .retry || mode == .full ? attempts : 1
        policy.honorsRetryAfter = mode == .full
        return policy
    }
}
